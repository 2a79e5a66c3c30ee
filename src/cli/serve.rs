//! `limpid serve`

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use clap::Args;
use limpid_pipelines::{error::Error as PipelineError, key::MasterKey};

use super::{
    Voice,
    args::{KeyArgs, PolicyArgs, parse_size, read_text},
    output,
};
use crate::{
    error::{CliError, Exit},
    secret::{random_bytes, refuse_shared_file},
    serve::{Door, Limits, Packs, Service, server::Server},
};

/// Answer over HTTP: Presidio's routes, and whole tables
///
/// POST /analyze, /anonymize and /deanonymize, GET /recognizers, /supportedentities, /anonymizers, /deanonymizers take
/// and give what Presidio's services do. POST /v1/sanitize takes an Arrow IPC stream, JSON lines or CSV and gives it
/// back treated. GET /metrics (OpenMetrics) and /health watch it. Stops on SIGTERM, after what is under way.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  limpid serve\n  \
    curl -d '{\"text\":\"mail aisha@example.com\",\"language\":\"en\"}' -H 'Content-Type: application/json' localhost:5002/analyze\n  \
    limpid serve --listen 0.0.0.0:5002 --token-file my.token --policy rag --key-file my.key")]
pub(super) struct ServeArgs {
    /// Where to listen; port 0 takes a free one. Other addresses than this machine's own need a token
    #[arg(long, value_name = "ADDRESS:PORT", default_value_t = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 5002))]
    listen: SocketAddr,
    /// Ask for the token in this file (only its owner may be able to read it): `Authorization: Bearer …`
    #[arg(long, value_name = "FILE", conflicts_with = "token_env")]
    token_file: Option<PathBuf>,
    /// Ask for the token in this environment variable [default: `LIMPID_TOKEN`, where it is set]
    #[arg(long, value_name = "NAME")]
    token_env: Option<String>,
    /// Largest body of a request
    #[arg(long, value_name = "SIZE", default_value = "16MiB", value_parser = |text: &str| parse_size(text, 1024))]
    max_body: usize,
    /// Seconds a request may take, its arrival and waiting included
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    time_limit: f64,
    /// Requests worked on at once [default: one per core]
    #[arg(long, value_name = "N")]
    workers: Option<usize>,
    /// Connections at once; times --max-body, it is the memory that requests may take
    #[arg(long, value_name = "N", default_value_t = 64)]
    connections: usize,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    key: KeyArgs,
}

pub(super) fn run(args: &ServeArgs, voice: Voice) -> Result<Exit, CliError> {
    let door = Door::new(token(args)?.as_deref().map(String::as_str))?;
    if !door.has_token() && !args.listen.ip().is_loopback() {
        return Err(CliError::usage(
            format!("{} can be reached from outside, and there is no token", args.listen),
            "give --token-file or --token-env, or listen on 127.0.0.1",
        ));
    }
    let limits = Limits {
        body: args.max_body,
        time: Duration::try_from_secs_f64(args.time_limit).ok().filter(|time| !time.is_zero()).ok_or_else(
            || CliError::usage("--time-limit is no number of seconds above 0", "write 30, say, or 0.5"),
        )?,
        workers: args
            .workers
            .map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), |n| n.max(1)),
        connections: args.connections.max(1),
    };
    let policy = args.policy.load()?;
    if policy.canaries.is_some() {
        return Err(CliError::usage(
            "canaries need an account of the run: without it nobody can tell them from rows",
            "leave [canaries] out of the service's policy",
        ));
    }
    let key = args.key.load()?;
    if key.is_none() && !voice.quiet {
        output::note("no key given: made one, so stand-ins and tokens cannot be repeated after a restart");
    }
    let key = key.map_or_else(|| random_bytes().map(MasterKey::ephemeral), Ok)?;
    let service = Service::new(Packs::new(policy, key)?, door, limits)?;
    let failed = |error: std::io::Error| PipelineError::io("listen", args.listen.to_string(), &error);
    let server = Server::bind(service, args.listen).map_err(failed)?;
    // On standard output, for whoever started it with port 0.
    output::line(format!("listening on http://{}", server.address()))?;
    server.run().map_err(failed)?;
    Ok(Exit::Done)
}

fn token(args: &ServeArgs) -> Result<Option<zeroize::Zeroizing<String>>, CliError> {
    if let Some(path) = &args.token_file {
        refuse_shared_file(path)?;
        return Ok(Some(zeroize::Zeroizing::new(read_text(path)?)));
    }
    let name = args.token_env.as_deref().unwrap_or("LIMPID_TOKEN");
    let value =
        std::env::var_os(name).and_then(|value| value.into_string().ok()).map(zeroize::Zeroizing::new);
    if value.is_none() && args.token_env.is_some() {
        return Err(CliError::usage(
            format!("the environment variable {name} is not set"),
            "`limpid keys new` makes a token that nobody guesses",
        ));
    }
    Ok(value)
}
