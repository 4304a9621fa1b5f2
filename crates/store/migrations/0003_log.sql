-- The leaves of the transparency log, in order, without gaps.
CREATE TABLE leaf (
    number {key},
    body   {text} NOT NULL
);
-- Which leaves speak of an action or an export; a verdict names its own.
CREATE TABLE seal (
    subject {text} NOT NULL,
    leaf    BIGINT NOT NULL,
    PRIMARY KEY (subject, leaf)
) {clustered};
CREATE TABLE export (
    id          {key},
    incident_id BIGINT NOT NULL REFERENCES incident (id),
    format      {text} NOT NULL,
    digest      {text} NOT NULL,
    salt        {bytes} NOT NULL,
    made_by     {text} NOT NULL,
    made_at     BIGINT NOT NULL
);
-- One value a name: the log's key, cursors of jobs.
CREATE TABLE setting (
    name  {text} PRIMARY KEY,
    value {text} NOT NULL
) {clustered};
