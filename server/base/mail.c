#include "base/mail.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/secret.h"

#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LETTER_MAX ((size_t)16 * 1024) // [B] head and body
#define ADDRESS_MAX 320                // [B] with its angle brackets
#define PASSWORD_MAX 256               // [B]
#define FIRST_BAD_REPLY 400            // of SMTP: 4xx not now, 5xx never
#define PERMANENT_REPLY 500

struct mail {
    struct mail_options options;
    CURL *curl;
};

// A letter on its way out.
struct reading {
    struct text rest;
};

enum err mail_init(void)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? OK : ERR_INTERNAL;
}

struct mail *mail_open(const struct mail_options *options)
{
    struct mail *mail = mem_new(1, sizeof *mail);

    mail->options = *options;
    return mail;
}

void mail_close(struct mail *mail)
{
    if (mail != NULL) {
        curl_easy_cleanup(mail->curl);
        free(mail);
    }
}

// ---- the letter

__attribute__((format(printf, 2, 3))) static enum err add(struct buf *buf,
                                                          const char *format, ...)
{
    char line[1024];
    va_list args;

    va_start(args, format);
    const int len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof line) {
        return ERR_TOO_LARGE;
    }
    return buf_append(buf, (struct text){line, (size_t)len});
}

static struct text host_of(const char *address)
{
    const char *at = strrchr(address, '@');

    return text_of(at == NULL ? "localhost" : at + 1);
}

static enum err add_head(struct buf *buf, const struct mail_options *options,
                         const struct mail_letter *letter)
{
    char date[64] = "";
    struct tm tm;
    const time_t at_s = (time_t)(letter->at_utc_ms / 1000);
    const struct text host = host_of(options->from);

    // In the C locale, which the program never leaves: English names, as RFC 5322 asks.
    (void)strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000",
                   gmtime_r(&at_s, &tm));
    return add(buf,
               "Date: %s\r\nFrom: <%s>\r\nTo: <%.*s>\r\nSubject: %.*s\r\n"
               "Message-ID: <%.*s@%.*s>\r\nMIME-Version: 1.0\r\n"
               "Content-Type: text/plain; charset=us-ascii\r\n"
               "Auto-Submitted: auto-generated\r\n\r\n",
               date, options->from, (int)letter->to.len, letter->to.s,
               (int)letter->subject.len, letter->subject.s, (int)letter->id.len,
               letter->id.s, (int)host.len, host.s);
}

// libcurl doubles a dot at the start of a line itself.
static enum err add_body(struct buf *buf, struct text body)
{
    enum err err = OK;

    while (err == OK && body.len > 0) {
        const char *end = memchr(body.s, '\n', body.len);
        const size_t len = end == NULL ? body.len : (size_t)(end - body.s);
        err = buf_append(buf, (struct text){body.s, len});
        if (err == OK) {
            err = buf_append(buf, TEXT("\r\n"));
        }
        const size_t taken = end == NULL ? len : len + 1;
        body.s += taken;
        body.len -= taken;
    }
    return err;
}

// ---- the connection

static size_t on_read(char *bytes, size_t size, size_t count, void *ctx)
{
    struct reading *reading = ctx;
    const size_t room = size * count;
    const size_t len = reading->rest.len < room ? reading->rest.len : room;

    memcpy(bytes, reading->rest.s, len);
    reading->rest.s += len;
    reading->rest.len -= len;
    return len;
}

// Only there to make nothing of what the server says.
static size_t on_write(char *bytes, size_t size, size_t count, void *ctx)
{
    (void)bytes;
    (void)ctx;
    return size * count;
}

static int on_progress(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c,
                       curl_off_t d)
{
    const struct mail *mail = ctx;

    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return atomic_load(mail->options.stop) ? 1 : 0;
}

// A mail server on this machine may do without TLS: nobody else hears it.
static bool is_local(const char *url)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    const char *host = strstr(url, "://");

    for (size_t i = 0; host != NULL && i < sizeof names / sizeof *names; i++) {
        const size_t len = strlen(names[i]);
        if (strncmp(host + 3, names[i], len) == 0 &&
            strchr(":/", host[3 + len]) != NULL) {
            return true;
        }
    }
    return false;
}

static enum err read_password(const char *path, char *password)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        return ERR_IO;
    }
    const bool is_read = fgets(password, PASSWORD_MAX, file) != NULL;
    (void)fclose(file);
    if (!is_read) {
        return ERR_IO;
    }
    password[strcspn(password, "\r\n")] = '\0';
    return OK;
}

static enum err set_sign_in(struct mail *mail)
{
    char password[PASSWORD_MAX] = "";
    enum err err = OK;

    if (mail->options.user[0] == '\0') {
        return OK;
    }
    err = read_password(mail->options.password_file, password);
    if (err == OK) {
        curl_easy_setopt(mail->curl, CURLOPT_USERNAME, mail->options.user);
        curl_easy_setopt(mail->curl, CURLOPT_PASSWORD, password); // libcurl copies it
    }
    secret_wipe(password, sizeof password);
    return err;
}

static enum err connect_mail(struct mail *mail)
{
    const bool has_ca = mail->options.ca_file[0] != '\0';
    const bool may_be_open = is_local(mail->options.url) && !has_ca;

    if (mail->curl != NULL) {
        return OK;
    }
    mail->curl = curl_easy_init();
    if (mail->curl == NULL) {
        return ERR_INTERNAL;
    }
    curl_easy_setopt(mail->curl, CURLOPT_URL, mail->options.url);
    curl_easy_setopt(mail->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(mail->curl, CURLOPT_USE_SSL,
                     may_be_open ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
    // On this machine the certificate is nobody's that could be checked, unless the
    // settings say who vouches for it.
    curl_easy_setopt(mail->curl, CURLOPT_SSL_VERIFYPEER, may_be_open ? 0L : 1L);
    curl_easy_setopt(mail->curl, CURLOPT_SSL_VERIFYHOST, may_be_open ? 0L : 2L);
    if (has_ca) {
        curl_easy_setopt(mail->curl, CURLOPT_CAINFO, mail->options.ca_file);
    }
    curl_easy_setopt(mail->curl, CURLOPT_CONNECTTIMEOUT_MS, MAIL_CONNECT_MS);
    curl_easy_setopt(mail->curl, CURLOPT_TIMEOUT_MS, MAIL_WHOLE_MS);
    curl_easy_setopt(mail->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(mail->curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(mail->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(mail->curl, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(mail->curl, CURLOPT_WRITEFUNCTION, on_write);
    curl_easy_setopt(mail->curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(mail->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(mail->curl, CURLOPT_XFERINFODATA, mail);
    return set_sign_in(mail);
}

static enum mail_failure failure_of(CURLcode code, long reply)
{
    switch (code) {
    case CURLE_OK:
        return MAIL_OK;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
        return MAIL_NO_CONNECTION;
    case CURLE_OPERATION_TIMEDOUT:
        return MAIL_TIMEOUT;
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
        return MAIL_NO_TLS;
    case CURLE_LOGIN_DENIED:
        return MAIL_NO_SIGN_IN;
    case CURLE_SEND_ERROR: // what libcurl says of a refused address
        return reply >= PERMANENT_REPLY ? MAIL_NO_RECIPIENT : MAIL_REFUSED;
    default:
        return reply >= FIRST_BAD_REPLY ? MAIL_REFUSED : MAIL_FAILED;
    }
}

static enum mail_failure perform(struct mail *mail, const struct mail_letter *letter,
                                 struct text whole)
{
    char to[ADDRESS_MAX];
    char from[ADDRESS_MAX];
    long reply = 0;
    struct reading reading = {.rest = whole};

    (void)snprintf(to, sizeof to, "<%.*s>", (int)letter->to.len, letter->to.s);
    (void)snprintf(from, sizeof from, "<%s>", mail->options.from);
    struct curl_slist *recipients = curl_slist_append(NULL, to);
    curl_easy_setopt(mail->curl, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(mail->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(mail->curl, CURLOPT_READDATA, &reading);
    const CURLcode code = curl_easy_perform(mail->curl);
    (void)curl_easy_getinfo(mail->curl, CURLINFO_RESPONSE_CODE, &reply);
    curl_easy_setopt(mail->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    return failure_of(code, reply);
}

enum mail_failure mail_send(struct mail *mail, const struct mail_letter *letter)
{
    struct buf buf;
    enum mail_failure failure = MAIL_FAILED;

    buf_init(&buf, LETTER_MAX);
    enum err err = add_head(&buf, &mail->options, letter);
    if (err == OK) {
        err = add_body(&buf, letter->body);
    }
    if (err == OK) {
        err = connect_mail(mail);
    }
    if (err == OK) {
        failure = perform(mail, letter, buf_text(&buf));
    }
    // After a failure the next letter begins with a connection of its own, and a
    // password that may have been put right.
    if (failure != MAIL_OK) {
        curl_easy_cleanup(mail->curl);
        mail->curl = NULL;
    }
    buf_clear(&buf);
    return failure;
}
