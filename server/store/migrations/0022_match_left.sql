-- By which what is left of matches is found, without those of which nothing is.
CREATE INDEX match_card ON match (carer) WHERE card_sealed IS NOT NULL;
CREATE INDEX match_review_said ON match_review (match)
    WHERE note_sealed IS NOT NULL OR like_me IS NOT NULL OR wish IS NOT NULL;
