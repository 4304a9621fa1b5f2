//! Which nodes a proof consists of, for trees whose answers are published.

use watchbell_tlog::merkle::{
    Error, Hash, Node, consistency_proof, inclusion_proof, subtree_consistency_proof,
};

use crate::shared::read;

/// One line of a table in the Go source.
#[derive(Debug, Default)]
struct Case {
    numbers: std::collections::BTreeMap<String, u64>,
    nodes: Vec<Node>,
    refused: bool,
}

#[test]
fn proofs_consist_of_the_published_nodes() {
    let Some(text) = read("merkle_proof_test.go.txt") else {
        return;
    };
    let mut cases = 0;
    for (test, make) in [
        (
            "func TestInclusion(",
            inclusion as fn(&Case, &mut Vec<Node>) -> Result<(), Error>,
        ),
        ("func TestSubtreeInclusion(", subtree_inclusion),
        ("func TestConsistency(", consistency),
        ("func TestSubtreeConsistency(", subtree_consistency),
    ] {
        for case in table(&text, test) {
            let mut read = Vec::new();
            let outcome = make(&case, &mut read);
            assert_eq!(outcome.is_err(), case.refused, "{test} {case:?}");
            if outcome.is_ok() {
                assert_eq!(read, case.nodes, "{test} {case:?}");
            }
            cases += 1;
        }
    }
    assert_eq!(cases, 172);
}

fn note(read: &mut Vec<Node>) -> impl FnMut(Node) -> Result<Hash, Error> + '_ {
    |node| {
        read.push(node);
        Ok(Hash([0; 32]))
    }
}

fn inclusion(case: &Case, read: &mut Vec<Node>) -> Result<(), Error> {
    inclusion_proof(case.numbers["index"], case.numbers["size"], note(read)).map(drop)
}

fn subtree_inclusion(case: &Case, read: &mut Vec<Node>) -> Result<(), Error> {
    let (start, end, index) = (
        case.numbers["start"],
        case.numbers["end"],
        case.numbers["index"],
    );
    // We have no generator of its own for this: it is the proof in a tree that begins at `start`.
    watchbell_tlog::merkle::root_of(start, end, |_| Ok::<_, Error>(Hash([0; 32])))?;
    let outside = Error::Outside { index, size: end };
    inclusion_proof(
        index.checked_sub(start).ok_or(outside)?,
        end - start,
        note(read),
    )?;
    for node in read {
        node.index += start >> node.level;
    }
    Ok(())
}

fn consistency(case: &Case, read: &mut Vec<Node>) -> Result<(), Error> {
    consistency_proof(case.numbers["size1"], case.numbers["size2"], note(read)).map(drop)
}

fn subtree_consistency(case: &Case, read: &mut Vec<Node>) -> Result<(), Error> {
    let (start, end, size) = (
        case.numbers["start"],
        case.numbers["end"],
        case.numbers["size"],
    );
    subtree_consistency_proof(start, end, size, note(read)).map(drop)
}

/// Reads the table of one Go test: `{size: 7, index: 0, want: rehash(2, 4, id(0, 1), …)}` and the like.
fn table(text: &str, test: &str) -> Vec<Case> {
    let (_, table) = text.split_once(test).expect("the test is there");
    let (_, table) = table.split_once("}{").expect("the table begins");
    let (table, _) = table.split_once("t.Run(").expect("the table ends");
    let plain: String = table
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join(" ");
    let plain = plain
        .replace("Nodes{IDs: []compact.NodeID{}}", "nodes()")
        .replace("1<<63 + 2", &((1_u64 << 63) + 2).to_string());
    let cases = plain
        .split('{')
        .map(|case| read_case(case.split('}').next().unwrap_or("")));
    // What follows the last case also opens a brace.
    cases.filter(|case| !case.numbers.is_empty()).collect()
}

fn read_case(text: &str) -> Case {
    let (head, want) = text.split_once("want:").unwrap_or((text, ""));
    let mut case = Case {
        refused: head.contains("wantErr: true"),
        ..Case::default()
    };
    for (key, value) in head.split(',').filter_map(|part| part.split_once(':')) {
        if let Ok(value) = value.trim().parse() {
            case.numbers.insert(key.trim().to_owned(), value);
        }
    }
    let pairs = want
        .split("id(")
        .skip(1)
        .map(|pair| pair.split(')').next().unwrap_or(""));
    case.nodes = pairs
        .map(numbers)
        .map(|pair| Node {
            level: pair[0] as u8,
            index: pair[1],
        })
        .collect();
    if let Some((_, rehash)) = want.split_once("rehash(") {
        let bounds = numbers(rehash.split("id(").next().unwrap_or(""));
        // They list the nodes to hash together from the right, we read them from the left.
        case.nodes[bounds[0] as usize..bounds[1] as usize].reverse();
    }
    case
}

fn numbers(text: &str) -> Vec<u64> {
    text.split(',')
        .filter_map(|number| number.trim().parse().ok())
        .collect()
}
