//! Which objects of a collection are asked for, as a condition of SQL.

use watchbell_model::Time;

use crate::value::Value;

/// Which versions of an object are asked for (section 3.4, `match[version]`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TaxiiVersion {
    /// The first of those that the rest of the filter leaves.
    First,
    /// The last of them.
    Last,
    /// Each of them.
    All,
    /// The one of this time.
    At(Time),
}

/// Which objects are asked for (section 3.4); everything where nothing is said, but of each object
/// only the last version in the latest form.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TaxiiFilter {
    /// Added later than this.
    pub added_after: Option<Time>,
    /// One of these identifiers.
    pub ids: Vec<String>,
    /// One of these types.
    pub kinds: Vec<String>,
    /// Any of these versions; none is the last one.
    pub versions: Vec<TaxiiVersion>,
    /// In one of these versions of STIX; none is the latest one that an object has.
    pub specs: Vec<String>,
}

impl TaxiiFilter {
    /// Returns the condition on the rows `o` of a collection, its parameters put behind those of `values`.
    pub(super) fn condition(&self, collection: i64, values: &mut Vec<Value>) -> String {
        let mut bind = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        // What is asked of the rows among which the last one is looked for, for any name of them.
        let mut among: Vec<String> = Vec::new();
        if let Some(after) = self.added_after {
            let after = bind(after.into());
            among.push(format!("{{}}.added_at > {after}"));
        }
        if !self.specs.is_empty() {
            let list = list(&self.specs, &mut bind);
            among.push(format!("{{}}.spec IN ({list})"));
        }
        let others = |row: &str, which: &str| {
            // The sign keeps SQLite from looking through all that was added later, where there are but
            // a few of one identifier.
            let among: String = among
                .iter()
                .map(|one| one.replace("{}.added_at", "+{}.added_at"))
                .map(|one| format!(" AND {}", one.replace("{}", row)))
                .collect();
            format!(
                "NOT EXISTS (SELECT 1 FROM taxii_object {row} WHERE {row}.collection = {collection} \
                 AND {row}.id = o.id AND {which}{among})"
            )
        };

        let mut all = vec![format!("o.collection = {collection}")];
        all.extend(among.iter().map(|one| one.replace("{}", "o")));
        if !self.ids.is_empty() {
            all.push(format!("o.id IN ({})", list(&self.ids, &mut bind)));
        }
        if !self.kinds.is_empty() {
            all.push(format!("o.kind IN ({})", list(&self.kinds, &mut bind)));
        }
        let usual = matches!(self.versions[..], [] | [TaxiiVersion::Last]);
        if usual && among.is_empty() {
            all.push("o.newest = 1".to_owned());
            return all.join(" AND ");
        }
        if usual && self.specs.is_empty() {
            // What is the newest of all is the newest of what was added later.
            let (later, newer) = (
                others("s", "s.spec > o.spec"),
                others("p", "p.version > o.version AND p.spec = o.spec"),
            );
            all.push(format!("(o.newest = 1 OR ({later} AND {newer}))"));
            return all.join(" AND ");
        }
        let latest = if self.specs.is_empty() {
            all.push(others("s", "s.spec > o.spec"));
            " AND p.spec = o.spec"
        } else {
            ""
        };
        let mut any = Vec::new();
        let versions = if usual {
            &[TaxiiVersion::Last][..]
        } else {
            &self.versions
        };
        for version in versions {
            any.push(match version {
                TaxiiVersion::All => "1 = 1".to_owned(),
                TaxiiVersion::First => others("p", &format!("p.version < o.version{latest}")),
                TaxiiVersion::Last => others("p", &format!("p.version > o.version{latest}")),
                TaxiiVersion::At(time) => {
                    let time = bind((*time).into());
                    format!("(o.version = {time} OR (o.version = 0 AND o.added_at = {time}))")
                }
            });
        }
        all.push(format!("({})", any.join(" OR ")));
        all.join(" AND ")
    }
}

fn list(words: &[String], bind: &mut impl FnMut(Value) -> String) -> String {
    let places: Vec<String> = words
        .iter()
        .map(|word| bind(word.as_str().into()))
        .collect();
    places.join(", ")
}
