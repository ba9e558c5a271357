#include "report.h"

#include <stdio.h>

static void print_durations(const char *name, const struct histogram *histogram)
{
    printf(",\"%s\":{\"count\":%llu,\"p50_ms\":%.3f,\"p90_ms\":%.3f,\"p99_ms\":%.3f,"
           "\"most_ms\":%.3f}",
           name, (unsigned long long)histogram->count,
           histogram_us(histogram, 0.5) / 1000, histogram_us(histogram, 0.9) / 1000,
           histogram_us(histogram, 0.99) / 1000, (double)histogram->most_ns / 1e6);
}

void report_print(struct load *load, const struct measured *measured)
{
    const struct ledger_faults faults = ledger_close(load->ledger, load->said);
    printf("{\"peer\":\"%s\",\"lines\":%zu,\"said\":%zu,\"acked\":%llu,"
           "\"refused\":%llu,\"heard\":%llu,\"broken\":%zu",
           load->options.peer->name, load->line_count, load->post_count,
           (unsigned long long)load->acked, (unsigned long long)load->refused,
           (unsigned long long)ledger_heard(load->ledger), load->broken);
    printf(",\"lost\":%llu,\"doubled\":%llu,\"reordered\":%llu,\"misplaced\":%llu",
           (unsigned long long)faults.lost, (unsigned long long)faults.doubled,
           (unsigned long long)faults.reordered, (unsigned long long)faults.misplaced);
    printf(",\"acked_per_s\":%.1f,\"heard_per_s\":%.1f",
           (double)load->acked_in_time / measured->for_s,
           (double)load->heard_in_time / measured->for_s);
    printf(",\"cpu_share\":%.4f", (double)measured->cpu_us / 1e6 / measured->for_s);
    printf(",\"own_busy_share\":%.4f",
           1 - (double)measured->idle_ns / 1e9 / measured->for_s);
    const int64_t others_us =
        measured->all_cpu_us - measured->cpu_us - measured->own_cpu_us;
    printf(",\"others_cpu_share\":%.4f",
           (double)(others_us > 0 ? others_us : 0) / 1e6 / measured->for_s);
    if (load->heard_in_time > 0) {
        printf(",\"cpu_us_per_delivery\":%.3f",
               (double)measured->cpu_us / (double)load->heard_in_time);
    }
    printf(",\"rss_before_kib\":%lld,\"rss_after_kib\":%lld",
           (long long)measured->rss_before_kib, (long long)measured->rss_after_kib);
    printf(",\"came\":%llu,\"sent_away\":%llu", (unsigned long long)load->came,
           (unsigned long long)load->sent_away);
    printf(",\"attaches_per_s\":%.1f,\"caught_up_s\":%.3f",
           (double)measured->attaches / measured->for_s, measured->caught_up_s);
    print_durations("ack", load->ack);
    print_durations("delivery", load->hearing);
    printf("}\n");
}
