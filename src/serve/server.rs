//! Takes connections until told to stop, then lets those that are open finish.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    signal::unix::{SignalKind, signal},
    sync::{Notify, Semaphore},
};

use super::{Service, routes::router};

/// How long to wait after the operating system gave no connection (too many open files, say).
const PAUSE: Duration = Duration::from_millis(50);

/// A service with its socket.
pub struct Server {
    service: Arc<Service>,
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Binds the address; port 0 takes a free one.
    pub fn bind(service: Service, address: SocketAddr) -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let address = listener.local_addr()?;
        Ok(Self { service: Arc::new(service), runtime, listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until SIGTERM or SIGINT. Requests that are under way are answered, within the time limit.
    pub fn run(self) -> std::io::Result<()> {
        let Self { service, runtime, listener, .. } = self;
        let limit = service.limits.time;
        runtime.block_on(async move {
            let stop = Arc::new(Notify::new());
            for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
                let (mut signal, stop) = (signal(kind)?, Arc::clone(&stop));
                tokio::spawn(async move {
                    signal.recv().await;
                    stop.notify_one();
                });
            }
            let open = Arc::new(GracefulShutdown::new());
            let accepting = tokio::spawn(accept(listener, service, Arc::clone(&open)));
            stop.notified().await;
            accepting.abort();
            let _ = accepting.await;
            if let Some(open) = Arc::into_inner(open) {
                let _ = tokio::time::timeout(limit, open.shutdown()).await;
            }
            std::io::Result::Ok(())
        })?;
        // Work that nobody waits for any more.
        runtime.shutdown_timeout(Duration::ZERO);
        Ok(())
    }
}

async fn accept(listener: TcpListener, service: Arc<Service>, open: Arc<GracefulShutdown>) {
    let connections = Arc::new(Semaphore::new(service.limits.connections));
    let router = router(&service);
    let mut http = http1::Builder::new();
    // Also ends connections that are kept alive and say nothing.
    http.timer(TokioTimer::new()).header_read_timeout(service.limits.time);
    loop {
        let Ok(place) = Arc::clone(&connections).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let connection =
            http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // What goes wrong with a connection is the client's to know.
            let _ = connection.await;
            drop(place);
        });
    }
}
