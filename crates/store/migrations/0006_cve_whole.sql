-- The whole of a record beside its words: rows that lists walk over stay short.
{sqlite} DROP TRIGGER cve_text_in;
{sqlite} DROP TRIGGER cve_text_out;
{sqlite} DROP TRIGGER cve_text_new;
{sqlite} DROP TABLE cve_index;
{sqlite} ALTER TABLE cve_text ADD COLUMN record BLOB NOT NULL DEFAULT x'';
{postgres} ALTER TABLE cve_text ADD COLUMN record BYTEA NOT NULL DEFAULT '';
UPDATE cve_text SET record = (SELECT record FROM cve WHERE cve.number = cve_text.number);
ALTER TABLE cve DROP COLUMN record;
-- Rows stand from the most urgent on, so that a list of them is soon full; the program writes them.
{sqlite} CREATE VIRTUAL TABLE cve_index USING fts5 (body, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
{sqlite} INSERT INTO cve_index (rowid, body) SELECT ((2147483647 - c.urgency) << 32) | (4294967295 - c.number), t.body FROM cve c JOIN cve_text t ON t.number = c.number;
-- Lists are read from the most urgent on, whatever they are of, until they are full.
DROP INDEX cve_urgency;
CREATE INDEX cve_urgency ON cve (urgency, number, state, score, epss, updated_at, exploited);
CREATE INDEX cve_epss ON cve (epss) WHERE epss IS NOT NULL;
CREATE INDEX cve_is_exploited ON cve (number) WHERE exploited = 1;
ALTER TABLE cve_product RENAME TO cve_product_before;
DROP INDEX cve_product_vendor;
DROP INDEX cve_product_cve;
CREATE TABLE cve_product (
    product {text} NOT NULL,
    vendor  {text} NOT NULL,
    urgency BIGINT NOT NULL,
    cve     BIGINT NOT NULL,
    place   BIGINT NOT NULL,
    PRIMARY KEY (product, urgency, cve, place, vendor)
) {clustered};
INSERT INTO cve_product (product, vendor, urgency, cve, place)
    SELECT p.product, p.vendor, c.urgency, p.cve, p.place FROM cve_product_before p JOIN cve c ON c.number = p.cve;
DROP TABLE cve_product_before;
CREATE INDEX cve_product_vendor ON cve_product (vendor, urgency, cve);
CREATE INDEX cve_product_cve ON cve_product (cve);
ALTER TABLE cve_weakness RENAME TO cve_weakness_before;
DROP INDEX cve_weakness_cve;
CREATE TABLE cve_weakness (
    cwe     {text} NOT NULL,
    urgency BIGINT NOT NULL,
    cve     BIGINT NOT NULL,
    PRIMARY KEY (cwe, urgency, cve)
) {clustered};
INSERT INTO cve_weakness (cwe, urgency, cve)
    SELECT w.cwe, c.urgency, w.cve FROM cve_weakness_before w JOIN cve c ON c.number = w.cve;
DROP TABLE cve_weakness_before;
CREATE INDEX cve_weakness_cve ON cve_weakness (cve);
