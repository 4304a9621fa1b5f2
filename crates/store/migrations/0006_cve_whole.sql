-- The whole of a record beside its words: rows that lists walk over stay short.
{sqlite} DROP TRIGGER cve_text_in;
{sqlite} DROP TRIGGER cve_text_out;
{sqlite} DROP TRIGGER cve_text_new;
{sqlite} DROP TABLE cve_index;
{sqlite} ALTER TABLE cve_text ADD COLUMN record BLOB NOT NULL DEFAULT x'';
{postgres} ALTER TABLE cve_text ADD COLUMN record BYTEA NOT NULL DEFAULT '';
UPDATE cve_text SET record = (SELECT record FROM cve WHERE cve.number = cve_text.number);
ALTER TABLE cve DROP COLUMN record;
-- Filled by the program: a trigger would write a piece of index for every row.
{sqlite} CREATE VIRTUAL TABLE cve_index USING fts5 (body, content = 'cve_text', content_rowid = 'number', detail = none, columnsize = 0, tokenize = 'ascii');
{sqlite} INSERT INTO cve_index (cve_index) VALUES ('rebuild');
