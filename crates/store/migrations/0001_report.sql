-- What came in, in the order in which it was made durable.
CREATE TABLE report (
    seq         {serial},
    id          {bytes} NOT NULL UNIQUE,
    received_at BIGINT NOT NULL,
    channel     {text} NOT NULL,
    document    {text} NOT NULL,
    salt        {bytes} NOT NULL
);
-- Reports that wait to be judged.
CREATE TABLE pending (
    report_seq {key}
);
CREATE TABLE verdict (
    report_seq  {key},
    judged_at   BIGINT NOT NULL,
    verdict     {text} NOT NULL,
    class       {text} NOT NULL,
    score       DOUBLE PRECISION NOT NULL,
    findings    {text} NOT NULL,
    incident_id BIGINT,
    leaf        BIGINT NOT NULL
);
CREATE INDEX verdict_incident ON verdict (incident_id, report_seq) WHERE incident_id IS NOT NULL;
-- Verdicts an hour, for the desk.
CREATE TABLE tally (
    hour    BIGINT NOT NULL,
    channel {text} NOT NULL,
    verdict {text} NOT NULL,
    class   {text} NOT NULL,
    reports BIGINT NOT NULL,
    PRIMARY KEY (hour, channel, verdict, class)
) {clustered};
-- Answers to requests that carried an Idempotency-Key.
CREATE TABLE idempotency (
    key     {bytes} PRIMARY KEY,
    request {bytes} NOT NULL,
    answer  {text} NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX idempotency_made_at ON idempotency (made_at);
