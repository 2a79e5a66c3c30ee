use super::*;

/// Each column as `name: cell | cell`.
fn read(text: &str) -> Vec<String> {
    let known = |name: &str| ["name", "phone", "Tel."].contains(&name);
    let show = |column: Column| {
        let cells: Vec<&str> = column.cells.into_iter().map(|cell| &text[cell]).collect();
        format!("{}: {}", &text[column.name], cells.join(" | "))
    };
    tables(text, &known).into_iter().flat_map(|table| table.columns).map(show).collect()
}

#[test]
fn fields_between_delimiters_are_cells() {
    let text = "the export:\nid,name,phone\n1,\"Quist, Zoë\",0170\n2,O'Hara,\n\nbye, all, now";
    assert_eq!(read(text), ["id: 1 | 2", "name: Quist, Zoë | O'Hara", "phone: 0170"]);
    let text = "| name | phone |\r\n|------|---:|\r\n| Ann  | 12 |\r\n";
    assert_eq!(read(text), [": ", "name: ------ | Ann", "phone: ---: | 12", ": "]);
    let text = "name & Tel. \\\\ \\midrule\nZoë Quist & +49\\,170 \\\\\n\\bottomrule";
    assert_eq!(read(text), ["name: Zoë Quist", "Tel.: +49\\,170"]);
    assert_eq!(read("name;Tel.\nAnn \"B\" C;7\nBo;8;9"), ["name: Ann \"B\" C", "Tel.: 7"]);
}

#[test]
fn fields_below_names_are_cells() {
    let text = "Nr  name        Tel.\n 1  Zoë Quist  0170\n 2  Bo         0171 5\ntotal: 2\n";
    assert_eq!(read(text), ["Nr: 1 | 2", "name: Zoë Quist | Bo", "Tel.: 0170 | 0171 5"]);
    let text = "ID name     phone\n-- -------- -----\n 1 Al Quist 0170\n";
    assert_eq!(read(text), ["ID: 1", "name: Al Quist", "phone: 0170"]);
}

#[test]
fn rows_of_statements_are_cells() {
    let text = "INSERT INTO p (`id`, name, phone) VALUES\n (1, N'O''Hara (Zoë)', now()),\n (2, NULL, '');";
    assert_eq!(read(text), ["id: 1 | 2", "name: O''Hara (Zoë) | NULL", "phone: now()"]);
    assert!(read("INSERT INTO p (name, phone) VALUES ('a").is_empty());
    let text = "COPY public.p (id, name, phone) FROM stdin;\n1\tZoë\t0170\n2\tBo\t\\N\n\\.\n3\tx\ty\n";
    assert_eq!(read(text), ["id: 1 | 2", "name: Zoë | Bo", "phone: 0170 | \\N"]);
}

#[test]
fn rows_of_markup_are_cells() {
    let head = "<table><thead><tr><th>id</th><th scope=\"col\">name</th><th>Tel.</th></tr></thead>";
    let row = "<tr><td>1</td><td><a href=\"/p\">Zoë</a></td>\n<td>0170</td></tr>";
    let other = "<tr><td colspan=3>none</td></tr></table><tr><td>4</td><td>5</td><td>6</td></tr>";
    assert_eq!(read(&[head, row, other].concat()), ["id: 1", "name: Zoë", "Tel.: 0170"]);
}

#[test]
fn fields_beside_their_names_are_records() {
    let one = "name: Zoë Quist | phone: 0170";
    for text in [
        "{\"name\": \"Zoë Quist\", \"age\": 7, \"phone\":\"0170\"}",
        "<p><name x=\"1\">Zoë Quist</name>\n<phone>0170</phone></p>",
        "<p name=\"Zoë Quist\" phone=\"0170\"/>",
        "<dl><dt>name</dt><dd class=\"c-9\">Zoë Quist</dd>\n<dt>phone:</dt> <dd><b>0170</b></dd></dl>",
        "- **name**: Zoë Quist.\n- **phone**: `0170`\n",
        "name ......: Zoë Quist\nphone = \"0170\"",
    ] {
        assert_eq!(read(text).join(" | "), one, "{text}");
    }
    for text in ["name::phone\nphone == 3", "<name></name>", "\"name\": 7, \"phone\": null", "name\": \"x"] {
        assert!(read(text).is_empty(), "{text}");
    }
}

#[test]
fn names_between_signs_are_fields() {
    let shown =
        |text| fields::named(text).into_iter().map(|field| &text[field]).collect::<Vec<_>>().join(" | ");
    assert_eq!(
        shown("x|Zoë Quist|y\t\"Quist, A. B.\";'O'Hara Ann'"),
        "Zoë Quist | Quist, A. B. | O'Hara Ann"
    );
    assert_eq!(shown("<b>Ann Quist</b> =Ann Quist,"), "Ann Quist | Ann Quist");
    assert_eq!(shown("\"Ann\" |Ann quist| \"Ann 2 Quist\" \"Ann Quist' \"One Two Three Four Five\""), "");
}

#[test]
fn running_text_has_no_tables() {
    for text in [
        "name, phone",
        "his name, her phone\nwere known, to all",
        "we saw the name, the place where it stood and all that was left of it,\nname\n",
        "name,phone\n\n1,2",
    ] {
        assert!(read(text).is_empty(), "{text}");
    }
}
