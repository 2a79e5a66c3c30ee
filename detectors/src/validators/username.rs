//! What stands behind `username:` and in profile links and is none: roles, settings and pages.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("username", "asmith42"), Some(Verdict::Valid));
//! assert_eq!(check("username", "required"), Some(Verdict::Invalid));
//! assert_eq!(check("profile", "share?u=1"), Some(Verdict::Invalid));
//! ```

/// Accounts that are nobody's, values of settings, and words of forms.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "all",
    "any",
    "anonymous",
    "app",
    "bool",
    "boolean",
    "char",
    "child",
    "click",
    "config",
    "data",
    "default",
    "demo",
    "enter",
    "error",
    "example",
    "false",
    "field",
    "form",
    "foo",
    "get",
    "group",
    "guest",
    "here",
    "home",
    "http",
    "https",
    "input",
    "int",
    "integer",
    "invalid",
    "is",
    "jenkins",
    "localhost",
    "name",
    "nil",
    "nobody",
    "node",
    "none",
    "not",
    "null",
    "object",
    "optional",
    "page",
    "password",
    "placeholder",
    "please",
    "postgres",
    "public",
    "required",
    "root",
    "runner",
    "self",
    "shared",
    "str",
    "string",
    "system",
    "test",
    "text",
    "the",
    "this",
    "true",
    "type",
    "ubuntu",
    "undefined",
    "unknown",
    "user",
    "username",
    "users",
    "value",
    "var",
    "varchar",
    "vagrant",
    "with",
    "www",
    "www-data",
    "your",
    "yourname",
    "yourusername",
];

/// First parts of paths that are pages of a network and no profile.
const PAGES: &[&str] = &[
    "about",
    "accounts",
    "ads",
    "business",
    "channel",
    "dialog",
    "events",
    "explore",
    "feed",
    "groups",
    "hashtag",
    "help",
    "home",
    "i",
    "intent",
    "jobs",
    "joinchat",
    "legal",
    "login",
    "marketplace",
    "media",
    "messages",
    "notifications",
    "p",
    "pages",
    "permalink.php",
    "photo",
    "photo.php",
    "plugins",
    "posts",
    "privacy",
    "r",
    "reel",
    "reels",
    "s",
    "search",
    "settings",
    "share",
    "share.php",
    "sharer",
    "sharer.php",
    "signup",
    "story.php",
    "stories",
    "terms",
    "tos",
    "tr",
    "tv",
    "video",
    "videos",
    "watch",
];

pub(super) fn is_username(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let letter = lower.bytes().any(|byte| byte.is_ascii_alphabetic());
    letter && !NOBODY.contains(&lower.as_str()) && !lower.contains("..")
}

/// A name of two kinds of characters, where a plain word could just as well be prose.
pub(super) fn is_mixed_username(value: &str) -> bool {
    let inner_capital = value.chars().skip(1).any(|letter| letter.is_ascii_uppercase())
        && value.bytes().any(|byte| byte.is_ascii_lowercase());
    let mark = value.chars().any(|letter| letter.is_ascii_digit() || matches!(letter, '_' | '.' | '-'));
    is_username(value) && (inner_capital || mark)
}

pub(super) fn is_profile(value: &str) -> bool {
    let name = value.split(['/', '?', '#']).next().unwrap_or_default().trim_start_matches('@');
    name.len() > 1 && !PAGES.contains(&name.to_ascii_lowercase().as_str())
}
