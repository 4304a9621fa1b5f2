-- CVE records, each kept whole, with what lists and filters need.
CREATE TABLE cve (
    number       {serial},
    id           {text} NOT NULL UNIQUE,
    state        {text} NOT NULL,
    title        {text} NOT NULL,
    assigner     {text} NOT NULL,
    published_at BIGINT,
    updated_at   BIGINT NOT NULL,
    imported_at  BIGINT NOT NULL,
    score        BIGINT,
    severity     {text},
    vector       {text},
    misfit       BIGINT NOT NULL,
    ssvc         BIGINT NOT NULL,
    exploited    BIGINT NOT NULL,
    epss         DOUBLE PRECISION,
    urgency      BIGINT NOT NULL,
    digest       {bytes} NOT NULL,
    record       {bytes} NOT NULL
);
CREATE INDEX cve_urgency ON cve (urgency, number);
CREATE INDEX cve_updated_at ON cve (updated_at, number);
-- The words of a record, lower case, with one space between.
CREATE TABLE cve_text (
    number {key},
    body   {text} NOT NULL
);
{sqlite} CREATE VIRTUAL TABLE cve_index USING fts5 (body, content = 'cve_text', content_rowid = 'number', detail = none, columnsize = 0);
{sqlite} CREATE TRIGGER cve_text_in AFTER INSERT ON cve_text BEGIN INSERT INTO cve_index (rowid, body) VALUES (new.number, new.body); END;
{sqlite} CREATE TRIGGER cve_text_out AFTER DELETE ON cve_text BEGIN INSERT INTO cve_index (cve_index, rowid, body) VALUES ('delete', old.number, old.body); END;
{sqlite} CREATE TRIGGER cve_text_new AFTER UPDATE ON cve_text BEGIN INSERT INTO cve_index (cve_index, rowid, body) VALUES ('delete', old.number, old.body); INSERT INTO cve_index (rowid, body) VALUES (new.number, new.body); END;
{postgres} CREATE INDEX cve_text_body ON cve_text USING GIN (to_tsvector('simple', body));
-- Products and packages that a record names, by the names they are looked for with.
CREATE TABLE cve_product (
    product {text} NOT NULL,
    vendor  {text} NOT NULL,
    cve     BIGINT NOT NULL,
    place   BIGINT NOT NULL,
    PRIMARY KEY (product, vendor, cve, place)
) {clustered};
-- What a record says of them, once where it gives one thing many names.
CREATE TABLE cve_entry (
    cve   BIGINT NOT NULL,
    place BIGINT NOT NULL,
    entry {text} NOT NULL,
    PRIMARY KEY (cve, place)
) {clustered};
CREATE TABLE cve_weakness (
    cwe {text} NOT NULL,
    cve BIGINT NOT NULL,
    PRIMARY KEY (cwe, cve)
) {clustered};
CREATE INDEX cve_product_vendor ON cve_product (vendor, product);
CREATE INDEX cve_product_cve ON cve_product (cve);
CREATE INDEX cve_weakness_cve ON cve_weakness (cve);
-- What changed in a record, as far as it was imported more than once.
CREATE TABLE cve_change (
    cve        BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    what       {text} NOT NULL,
    PRIMARY KEY (cve, changed_at)
) {clustered};
-- Vulnerabilities known to be exploited; of them some records may be missing.
CREATE TABLE cve_exploited (
    id         {text} PRIMARY KEY,
    added      {text} NOT NULL,
    due        {text} NOT NULL,
    ransomware BIGINT NOT NULL,
    action     {text} NOT NULL
) {clustered};
CREATE TABLE cve_probability (
    id          {text} PRIMARY KEY,
    probability DOUBLE PRECISION NOT NULL,
    percentile  DOUBLE PRECISION
) {clustered};
