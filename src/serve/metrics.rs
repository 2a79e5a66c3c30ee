//! `/metrics` in OpenMetrics 1.0: counts and times by route, findings by entity. No value, no text, no client.
//!
//! <https://prometheus.io/docs/specs/om/open_metrics_spec/>

use std::{collections::BTreeMap, fmt::Write, sync::Mutex, time::Duration};

use super::{
    Service,
    refusal::Refusal,
    work::{Asked, Reply},
};

/// Upper bounds of the times, in seconds.
const BOUNDS: [f64; 8] = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0, f64::INFINITY];

/// What was counted since the start.
#[derive(Default)]
pub(super) struct Metrics(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    in_flight: u64,
    requests: BTreeMap<(&'static str, u16), u64>,
    times: BTreeMap<&'static str, ([u64; BOUNDS.len()], f64)>,
    findings: BTreeMap<String, u64>,
}

impl Metrics {
    pub(super) fn begin(&self) {
        self.with(|counts| counts.in_flight += 1);
    }

    pub(super) fn end(&self, route: &'static str, status: u16, took: Duration) {
        self.with(|counts| {
            counts.in_flight = counts.in_flight.saturating_sub(1);
            *counts.requests.entry((route, status)).or_default() += 1;
            let seconds = took.as_secs_f64();
            let (buckets, sum) = counts.times.entry(route).or_default();
            *sum += seconds;
            for (bucket, bound) in buckets.iter_mut().zip(BOUNDS) {
                *bucket += u64::from(seconds <= bound);
            }
        });
    }

    pub(super) fn found<'a>(&self, entities: impl Iterator<Item = (&'a str, u64)>) {
        self.with(|counts| {
            for (entity, more) in entities.filter(|(_, more)| *more > 0) {
                match counts.findings.get_mut(entity) {
                    Some(count) => *count += more,
                    None => _ = counts.findings.insert(entity.to_owned(), more),
                }
            }
        });
    }

    /// A count that is lost harms less than an answer that is.
    fn with(&self, change: impl FnOnce(&mut Counts)) {
        if let Ok(mut counts) = self.0.lock() {
            change(&mut counts);
        }
    }

    fn render(&self) -> String {
        let mut text = String::new();
        self.with(|counts| {
            let _ = write_counts(counts, &mut text);
        });
        text
    }
}

fn write_counts(counts: &Counts, text: &mut String) -> std::fmt::Result {
    writeln!(text, "# TYPE limpid_requests counter\n# HELP limpid_requests Answers sent.")?;
    for ((route, status), count) in &counts.requests {
        writeln!(text, "limpid_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}")?;
    }
    writeln!(text, "# TYPE limpid_requests_in_flight gauge\nlimpid_requests_in_flight {}", counts.in_flight)?;
    writeln!(text, "# TYPE limpid_request_seconds histogram\n# UNIT limpid_request_seconds seconds")?;
    for (route, (buckets, sum)) in &counts.times {
        for (count, bound) in buckets.iter().zip(BOUNDS) {
            let bound = if bound.is_finite() { bound.to_string() } else { "+Inf".to_owned() };
            writeln!(text, "limpid_request_seconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}")?;
        }
        let count = buckets.last().copied().unwrap_or(0);
        writeln!(text, "limpid_request_seconds_count{{route=\"{route}\"}} {count}")?;
        writeln!(text, "limpid_request_seconds_sum{{route=\"{route}\"}} {sum}")?;
    }
    writeln!(text, "# TYPE limpid_findings counter\n# HELP limpid_findings Findings told or treated.")?;
    for (entity, count) in &counts.findings {
        writeln!(text, "limpid_findings_total{{entity=\"{entity}\"}} {count}")?;
    }
    writeln!(text, "# EOF")
}

pub(super) fn metrics(service: &Service, _: &Asked) -> Result<Reply, Refusal> {
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(Reply { content_type, body: service.metrics.render().into_bytes() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_times_add_up() {
        let metrics = Metrics::default();
        metrics.begin();
        metrics.begin();
        metrics.end("/analyze", 200, Duration::from_millis(3));
        metrics.found([("PERSON", 1), ("AGE", 0), ("PERSON", 1)].into_iter());
        let text = metrics.render();
        for line in [
            "limpid_requests_total{route=\"/analyze\",status=\"200\"} 1",
            "limpid_requests_in_flight 1",
            "limpid_request_seconds_bucket{route=\"/analyze\",le=\"0.001\"} 0",
            "limpid_request_seconds_bucket{route=\"/analyze\",le=\"0.005\"} 1",
            "limpid_request_seconds_bucket{route=\"/analyze\",le=\"+Inf\"} 1",
            "limpid_findings_total{entity=\"PERSON\"} 2",
        ] {
            assert!(text.contains(&format!("{line}\n")), "{line}\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
    }
}
