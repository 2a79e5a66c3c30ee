//! Names in sentences of our own, by script: what «…» marks must be found, exactly, and nothing else.

use super::{korean, lists::entries, people, scripts::Scripts};
use proptest::prelude::*;

fn check(marked: &str) {
    let mut text = String::new();
    let mut wanted = Vec::new();
    for (index, part) in marked.split(['«', '»']).enumerate() {
        if index % 2 == 1 {
            wanted.push(part);
        }
        text.push_str(part);
    }
    let found: Vec<&str> =
        people(&text, Scripts::of(&text)).iter().map(|tag| &text[tag.start..tag.end]).collect();
    assert_eq!(found, wanted, "{marked}");
}

#[test]
fn chinese_names() {
    for text in [
        "昨天«张伟»和«李娜»在北京见面。",
        "请联系«王建国»先生，或«欧阳»女士。",
        "患者«陈秀英»，女，45岁，住上海。",
        "姓名：«塗家豪»　电话：未填写",
        "嫌疑人«樊志强»已被抓获，记者«卓冠宇»报道。",
        "«龚丽萍»说她不来。人们请«龚丽萍»听歌",
        "作者是«罗伯特·布朗»，译者«简淑芬»",
        "黄金价格今天上涨，高温天气持续到周末。",
        "华山路的商店关门了，马上就要下雨。",
        "白俄罗斯文和英文都支持，原生元素本身不变。",
        "姓名：未填写 性别：男",
        "老师说明天不用交作业，经理不在。",
    ] {
        check(text);
    }
}

#[test]
fn japanese_names() {
    for text in [
        "«田中太郎»さんは東京に住んでいます。",
        "担当者は«佐藤花子»様です。",
        "氏名：«山本 健»　年齢：40",
        "フリガナ：«ヤマモト ケン»",
        "作家の«梶川冬彦»氏と«塩谷»課長が話した。",
        "«ナカジマ アヤ»様のご予約を承りました。",
        "明日の東京は晴れ、お客様のご要望にお応えします。",
        "関数を宣言し、原因を調べる。店員さんに聞いた。",
        "氏名：未記入 年齢：不明",
    ] {
        check(text);
    }
}

#[test]
fn korean_names() {
    for text in [
        "«김민수» 씨는 서울에 살고, «이영희»님이 왔다.",
        "환자명: «표은정» 나이: 39세",
        "담당자 «채영란» 대리가 연락드립니다.",
        "어제 «박지훈»이 그렇게 말했다.",
        "예금주 «선우민정» 님 계좌",
        "고객님, 주문하신 상품이 출고되었습니다.",
        "이름을 정하고 유효성 검사 함수를 선언합니다.",
    ] {
        check(text);
    }
}

#[test]
fn names_in_scripts_with_spaces() {
    for text in [
        "التقى «محمد أحمد» بالسيدة «فاطمة علي» في القاهرة.",
        "اسم المريض: «عبد الله حسن»، العمر: 40",
        "السيد «وضاح» يعيش في المدينة، والأمل كبير.",
        "المدير غير موجود، رمضان كريم.",
        "آقای دکتر «بهزاد یوسفی» بیمار را معاینه کرد.",
        "میرا نام «زوہیب گوندل» ہے۔ ڈاکٹر ابھی نہیں آئے",
        "ד\"ר «גרשון אלטמן» קיבל את המטופלת, גב' «חגית בן שושן».",
        "האור בחדר לא עובד, גל חום כבד יגיע.",
        "श्री «राजेश कुमार» दिल्ली में रहते हैं। आशा है सब ठीक है।",
        "मरीज का नाम: «सुनीता शर्मा»",
        "জনাব «শরিফুল হাওলাদার» উপস্থিত থাকবেন। আকাশে চাঁদ উঠেছে।",
        "டாக்டர் «நெடுஞ்செழியன்» நோயாளியைப் பரிசோதித்தார்.",
    ] {
        check(text);
    }
}

#[test]
fn thai_names() {
    for text in [
        "นาย«สมชาย ใจดี» อาศัยอยู่ที่กรุงเทพ",
        "น.ส.«ชลธิชา อินทร์แก้ว» และนาย«โอฬาร วงค์คำ» เป็นผู้รับรางวัล",
        "ชื่อผู้ป่วย: «ทินกร แซ่โค้ว» อายุ 51 ปี",
        "นายกเทศมนตรีเปิดงาน สินค้ามีคุณภาพ อาเซอร์ไบจาน",
    ] {
        check(text);
    }
}

#[test]
fn what_is_repeated_is_found_each_time() {
    // Would not end if a step looked at all of the text.
    for (part, names) in [
        ("昨天张伟来了，", 1),
        ("阿·", 0),
        ("氏名：", 0),
        ("佐藤花子様は、", 1),
        ("ア ", 0),
        ("さん", 0),
        ("김 ", 0),
        ("어제 박지훈이 왔다. ", 1),
        ("الدكتور ", 0),
        ("קרא דוד כהן. ", 1),
        ("नाम: ", 0),
        ("श्री राजेश कुमार ने कहा। ", 1),
        ("นาย", 0),
        ("นายสมชาย ใจดี มา, ", 1),
    ] {
        let times = 300_000 / part.len();
        let text = part.repeat(times);
        assert_eq!(people(&text, Scripts::of(&text)).len(), names * times, "{part}");
    }
}

#[test]
fn korean_surnames_are_syllables() {
    let one = |kind| entries(korean::LISTS, kind).all(|entry| entry.len() == korean::SYLLABLE);
    assert!(one("surname") && one("surname_sure"));
}

proptest! {
    #[test]
    fn any_mix_gives_spans_in_order(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "张", "伟", "先生", "姓名：", "·", "阿", "田中", "太郎", "さん", "タナカ", " ", "\n", "氏名", "김민수", "씨", "님", ":", "السيد", "محمد",
                "و", "בן", "דוד", "ד\"ר", "גב'", "श्री", "राम", "नाम", "নাম", "திரு.", "எம்", "นาย", "สมชาย", "ชื่อ", "a", ".", "\u{200d}", "　",
            ]),
            0..40,
        )
    ) {
        let text = parts.concat();
        let mut end = 0;
        for tag in people(&text, Scripts::of(&text)) {
            prop_assert!(tag.start >= end && tag.start < tag.end);
            prop_assert!(text.get(tag.start..tag.end).is_some());
            end = tag.end;
        }
    }
}
