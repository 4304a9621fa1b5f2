-- Lists of what somebody runs, held against every record that is new or changes.
CREATE TABLE watch (
    id         {key},
    name       {text} NOT NULL UNIQUE,
    components {text} NOT NULL,
    count      BIGINT NOT NULL,
    made_by    {text} NOT NULL,
    made_at    BIGINT NOT NULL,
    looked_at  BIGINT NOT NULL
);
-- What is there already was there before any list.
INSERT INTO setting (name, value) SELECT 'cve.news', CAST(imported_at AS TEXT) FROM cve ORDER BY imported_at DESC LIMIT 1;
