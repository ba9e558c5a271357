#include "domain/matching/matching_decide.h"

#include "domain/access.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/matching_view.h"
#include "store/run_part_store.h"

// What is decided about.
struct subject {
    struct matching_run run;
    struct run_carer_row row;
    struct matching_proposal proposal;
};

static enum err find_subject(struct change *change, run_id id,
                             const struct matching_run_pair *pair,
                             struct subject *subject_out)
{
    enum err err = matching_view_run(change, id, &subject_out->run);
    if (err == OK) {
        err = matching_view_carer(change, &subject_out->run, pair->carer,
                                  &subject_out->row);
    }
    if (err == OK) {
        err = run_part_store_proposal(change->db, change->arena, id, pair,
                                      &subject_out->proposal);
    }
    if (err != OK) {
        return err;
    }
    if (subject_out->run.state != MATCHING_RUN_READY) {
        change->at_fault = "run";
        return ERR_WRONG_STATE;
    }
    if (subject_out->proposal.state != MATCHING_PROPOSED) {
        change->at_fault = "state";
        return ERR_WRONG_STATE;
    }
    return OK;
}

static enum err decide(struct change *change, struct subject *subject,
                       enum matching_proposal_state state)
{
    subject->proposal.state = state;
    subject->proposal.decided_by = change->actor.person;
    return run_part_store_put_proposal(change->db, subject->run.id, &subject->proposal);
}

enum err matching_decide_approve(struct change *change, run_id run,
                                 const struct matching_run_pair *pair,
                                 match_id *match_out)
{
    struct subject subject;
    enum err err = access_any_role(&change->actor, ROLE_BIT(ROLE_COORDINATOR));
    if (err == OK) {
        err = find_subject(change, run, pair, &subject);
    }
    if (err != OK) {
        return err;
    }
    const struct match_new wanted = {.request = subject.row.carer.request,
                                     .supporter = pair->supporter,
                                     .run = run,
                                     .score = subject.proposal.score,
                                     .approved_by = change->actor.person};
    err = match_offer(change, &wanted, match_out);
    return err == OK ? decide(change, &subject, MATCHING_APPROVED) : err;
}

enum err matching_decide_reject(struct change *change, run_id run,
                                const struct matching_run_pair *pair)
{
    struct subject subject;
    enum err err = find_subject(change, run, pair, &subject);
    return err == OK ? decide(change, &subject, MATCHING_REJECTED) : err;
}
