//! What is known of a row, or listed by the user, is found in every text.

use crate::common::{KEY, Place, data_files, expect, files, limpid_with, printed};

fn table(rows: usize) -> String {
    const NAMES: &[&str] = &["Aisha Khan", "Zoë Quist", "Tomás O'Brien", "Ngozi Okafor", "Will Young"];
    let mut table = String::from("id,full_name,email,phone,notes\n");
    for row in 0..rows {
        let name = NAMES[row % NAMES.len()];
        let (first, last) = name.split_once(' ').expect("two names");
        let (exchange, line) = (200 + row / 10_000, row % 10_000);
        table.push_str(&format!(
            "{row},{name},{}.x{row}@mail.example.com,+1 212 {exchange} {line:04},\"then {first} said that Mr. {last} of 212{exchange}{line:04} is {}_X{row}; {}, {first}\"\n",
            last.to_lowercase().replace('\'', ""),
            last.to_lowercase().replace('\'', ""),
            last.to_uppercase(),
        ));
    }
    table
}

#[test]
fn names_numbers_and_mailboxes_of_the_row_leave_its_notes() {
    let place = Place::new();
    place.write("in/people.csv", table(200));
    for policy in ["training", "rag", "share"] {
        expect(&place, 0, &["run", "in", "-o", policy, "--policy", policy]);
        let out = place.read(&format!("{policy}/people.csv"));
        for line in out.lines().skip(1) {
            for word in
                ["Aisha", "Khan", "Zoë", "Quist", "Tomás", "Brien", "Ngozi", "Okafor", "said that Mr. Young"]
            {
                let notes = line.split("then ").nth(1).expect("notes");
                assert!(!notes.contains(word) && !notes.contains(&word.to_uppercase()), "{policy}: {line}");
            }
            assert!(!line.contains(" of 212"), "{policy}: {line}");
            assert!(policy == "rag" || !line.contains("_X"), "{policy}: {line}");
        }
        let text = expect(&place, 0, &["verify", policy, "--against", "in"]);
        assert!(text.contains("that had to go"), "{text}");
    }
}

#[test]
fn a_part_of_a_name_becomes_that_part_of_its_stand_in() {
    let place = Place::new();
    place.write(
        "in/a.csv",
        "full_name,notes\nAisha Khan,\"met AISHA KHAN; Aisha and Ms. Khan (A. Khan) agreed\"\n",
    );
    expect(&place, 0, &["run", "in", "-o", "out"]);
    let out = place.read("out/a.csv");
    let row = out.lines().nth(1).expect("a row");
    let (name, notes) = row.split_once(',').expect("two columns");
    let (first, last) = name.split_once(' ').expect("two names");
    let initial = first.chars().next().expect("a letter");
    let expected = format!("met {}; {first} and Ms. {last} ({initial}. {last}) agreed", name.to_uppercase());
    assert_eq!(notes, expected);
}

#[test]
fn a_person_is_one_person_in_every_spelling() {
    let place = Place::new();
    place.write(
        "in/a.jsonl",
        "{\"full_name\":\"Aisha Khan\",\"email\":\"aisha.khan@mail.community\",\"messages\":[{\"content\":\"Hi, AISHA KHAN here \
         (Khan, Aisha)\"},{\"content\":\"Dear Ms Khan, A. Khan's order went to aisha.khan@mail.community, Aisha.\"}]}\n",
    );
    place.write(
        "in/b.jsonl",
        "{\"full_name\":\"Yusuf Khan\",\"messages\":[{\"content\":\"Mr Khan called\"}]}\n",
    );
    expect(&place, 0, &["run", "in", "-o", "out"]);
    let read = |name: &str| -> serde_json::Value { serde_json::from_str(&place.read(name)).expect("JSON") };
    let row = read("out/a.jsonl");
    let text = |row: &serde_json::Value, pointer: &str| {
        row.pointer(pointer).and_then(serde_json::Value::as_str).expect("a text").to_owned()
    };
    let name = text(&row, "/full_name");
    let (first, last) = name.split_once(' ').expect("two names");
    let initial = first.chars().next().expect("a letter");
    let email = text(&row, "/email");
    let mailbox = email.split_once('@').expect("an address").0;
    assert_eq!(mailbox, format!("{first}.{last}").to_lowercase());
    assert_eq!(
        text(&row, "/messages/0/content"),
        format!("Hi, {} here ({last}, {first})", name.to_uppercase())
    );
    assert_eq!(
        text(&row, "/messages/1/content"),
        format!("Dear Ms {last}, {initial}. {last}'s order went to {email}, {first}.")
    );
    let other = read("out/b.jsonl");
    assert!(text(&other, "/full_name").ends_with(&format!(" {last}")), "families stay families");
    assert_eq!(text(&other, "/messages/0/content"), format!("Mr {last} called"));
    expect(&place, 0, &["verify", "out", "--against", "in"]);
}

#[test]
fn what_one_turn_of_a_chat_says_is_known_in_the_others() {
    let place = Place::new();
    place.write(
        "in/chats.jsonl",
        "{\"user\":{\"full_name\":\"Aisha Khan\"},\"messages\":[{\"role\":\"user\",\"content\":\"my SSN is 512-34-5678\"},\
         {\"role\":\"assistant\",\"content\":\"Thanks Aisha, 512345678 it is\"},{\"role\":\"user\",\"content\":\"yes. Ms Khan\"}]}\n\
         {\"user\":{\"full_name\":\"Bo Ek\"},\"messages\":[{\"role\":\"user\",\"content\":\"Thanks Aisha, 512345678 it is\"}]}\n",
    );
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "share", "--tagger", "none"]);
    let out = place.read("out/chats.jsonl");
    let mut lines = out.lines();
    let first = lines.next().expect("a row");
    for word in ["Aisha", "Khan", "512345678", "512-34-5678"] {
        assert!(!first.contains(word), "{first}");
    }
    assert!(first.contains("Thanks <PERSON>, <US_SSN> it is") && first.contains("Ms <PERSON>"), "{first}");
    let second = lines.next().expect("another row");
    assert!(second.contains("Thanks Aisha, "), "rows know nothing of each other: {second}");
}

#[test]
fn neither_threads_nor_batches_show_in_known_values() {
    let place = Place::new();
    place.write("in/people.csv", table(2000));
    place.write("list.txt", "PERSON\tNgozi Okafor\nid-77\n");
    let plan = limpid_with(&place, &["plan", "in", "--known-values", "list.txt"], &[], "");
    place.write("plan.toml", &plan.stdout);
    let run = |out: &str, threads: &str, rows: &str| {
        let args = ["run", "in", "-o", out, "--plan", "plan.toml", "--known-values", "list.txt"];
        expect(&place, 0, &[&args[..], &["--threads", threads, "--batch-rows", rows]].concat());
        data_files(&place.path(out))
    };
    let one = run("a", "1", "512");
    assert_eq!(one, run("b", "3", "512"));
    assert_eq!(one, run("c", "2", "7"));
}

#[test]
fn listed_values_are_found_and_the_plan_is_bound_to_the_list() {
    let place = Place::new();
    place.write("in/a.txt", "project heron met Zoe-Quist, no. 99 88 77 66, code X1.");
    place.write("list.txt", "Project Heron\nPERSON\tZoë Quist\n99887766\nX1\n");
    place.write("other.txt", "Project Heron\n");
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "share", "--known-values", "list.txt"]);
    assert_eq!(place.read("out/a.txt"), "<KNOWN_VALUE> met <PERSON>, no. <KNOWN_VALUE>, code <KNOWN_VALUE>.");
    expect(&place, 0, &["verify", "out", "--against", "in"]);
    for (name, bytes) in files(&place.path("out")) {
        let bytes = bytes.to_ascii_lowercase();
        for value in ["heron", "quist", "99887766", "99 88"] {
            let found = bytes.windows(value.len()).any(|window| window == value.as_bytes());
            assert!(!found, "{name} holds {value}");
        }
    }
    let text = expect(&place, 0, &["scan", "in", "--known-values", "list.txt"]);
    assert!(text.contains("KNOWN_VALUE 3") && text.contains("PERSON 1"), "{text}");
    for key in [&[("LIMPID_KEY", KEY)][..], &[]] {
        let plan =
            limpid_with(&place, &["plan", "in", "--policy", "share", "--known-values", "list.txt"], key, "");
        place.write("plan.toml", &plan.stdout);
        let out = format!("again{}", key.len());
        let run = ["run", "in", "-o", &out, "--plan", "plan.toml"];
        assert!(expect(&place, 2, &run).contains("--known-values"));
        expect(&place, 0, &[&run[..], &["--known-values", "list.txt"]].concat());
        assert_eq!(place.read(&format!("{out}/a.txt")), place.read("out/a.txt"));
        let text = expect(
            &place,
            2,
            &["run", "in", "-o", "x", "--plan", "plan.toml", "--known-values", "other.txt"],
        );
        assert!(text.contains("another list"), "{text}");
    }
    place.write("p.toml", "extends = \"share\"\n[detect]\nknown_values = \"list.txt\"\n");
    expect(&place, 0, &["run", "in", "-o", "policy", "--policy", "p.toml"]);
    assert_eq!(place.read("policy/a.txt"), place.read("out/a.txt"));
}

#[test]
fn a_table_of_known_values_is_read_by_its_header() {
    let place = Place::new();
    place.write("staff.csv", "full_name,email,city,badge\nZoë Quist,zq@example.org,Springfield,B-7712\n");
    let text = "{\"text\":\"zoe quist of Springfield, b7712\"}\n";
    let args = ["detect", "--known-values", "staff.csv", "--explain", "--tagger", "none"];
    let output = limpid_with(&place, &args, &[], text);
    let found = printed(&output);
    assert!(found.contains("\"PERSON\",\"start\":0,\"end\":9"), "{found}");
    assert!(found.contains("\"KNOWN_VALUE\",\"start\":26,\"end\":31"), "{found}");
    assert!(!found.contains("LOCATION") && found.contains("known: on the list"), "{found}");
    place.write("empty.txt", "\n");
    assert!(
        expect(&place, 3, &["detect", "--text", "x", "--known-values", "empty.txt"]).contains("holds none")
    );
    place.write("bad.txt", b"Quist\n\xff\xfeHeron\n");
    let text = expect(&place, 3, &["detect", "--text", "x", "--known-values", "bad.txt"]);
    assert!(text.contains("row 1") && !text.contains("Heron") && !text.contains("Quist"), "{text}");
}

#[test]
fn json_kept_in_strings_and_nested_tables_know_their_row() {
    let place = Place::new();
    place.write(
        "in/a.csv",
        "full_name,details\nAisha Khan,\"{\"\"note\"\": \"\"Khan called\"\", \"\"tags\"\": [\"\"vip\"\", \"\"aisha\"\"]}\"\n\
         Zoë Quist,\"{\"\"note\"\": \"\"Khan called Zoe\"\"}\"\n",
    );
    expect(&place, 0, &["run", "in", "-o", "out", "--policy", "share", "--tagger", "none"]);
    let out = place.read("out/a.csv");
    assert!(out.contains("<PERSON> called\"\"") && out.contains("\"\"vip\"\", \"\"<PERSON>\"\""), "{out}");
    assert!(out.contains("Khan called <PERSON>"), "rows know nothing of each other: {out}");
    place.write(
        "chats/a.jsonl",
        "{\"customer_name\":\"Aisha Khan\",\"turns\":[{\"say\":\"hi, Aisha here\"},{\"say\":\"ok Khan\"}]}\n",
    );
    expect(&place, 0, &["run", "chats", "-o", "direct", "--policy", "share", "--tagger", "none"]);
    let direct = place.read("direct/a.jsonl");
    assert!(direct.contains("hi, <PERSON> here") && direct.contains("ok <PERSON>"), "{direct}");
    // The same from Arrow lists and structs.
    place.write("keep.toml", "[columns]\ncustomer_name = \"keep\"\nturns = \"keep\"\n");
    expect(&place, 0, &["run", "chats", "-o", "plain", "--to", "parquet", "--policy", "keep.toml"]);
    let args = ["run", "plain/a.parquet", "-o", "nested", "--to", "jsonl", "--policy", "share"];
    expect(&place, 0, &[&args[..], &["--tagger", "none"]].concat());
    let nested = place.read("nested/a.jsonl");
    assert!(nested.contains("hi, <PERSON> here") && nested.contains("ok <PERSON>"), "{nested}");
}
