#include "kithctl/keys.h"

#include "domain/key_rotation.h"
#include "engine/folder.h"
#include "kithctl/call.h"

#include <stdio.h>

enum ctl_exit keys_verify_run(struct ctl *ctl)
{
    struct folder *folder = NULL;
    struct key_findings findings = {0};

    if (ctl_need_folder(ctl) != CTL_DONE) {
        return CTL_FAILED;
    }
    enum err err = folder_read_keys(&ctl->config, &folder);
    if (err != OK) {
        return ctl_fail_folder(ctl, err);
    }
    err = key_rotation_verify(folder_vault(folder), &findings);
    folder_close(folder);
    if (err != OK) {
        return ctl_fail("keys.db cannot be read: %s", err_name(err));
    }
    if (ctl->wants_json) {
        printf("{\"keys\": %lld, \"closed\": %lld}\n", (long long)findings.keys,
               (long long)findings.closed);
    } else if (findings.closed == 0) {
        printf("All %lld keys open with the master key.\n", (long long)findings.keys);
    } else {
        printf(
            "%lld of %lld keys do not open: keys.db was changed or damaged. Bring it "
            "back from a backup.\n",
            (long long)findings.closed, (long long)findings.keys);
    }
    return findings.closed == 0 ? CTL_DONE : CTL_FOUND;
}
