//! The routes: one line each.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
    response::IntoResponse,
    routing::{MethodFilter, on},
};

use super::{
    Service, analyze, anonymize, metrics,
    refusal::Refusal,
    sanitize,
    work::{Asked, Handler, Reply, serve},
};

/// A route.
pub(super) struct Route {
    pub(super) path: &'static str,
    pub(super) handler: Handler,
    post: bool,
    /// Whether no token is asked for.
    pub(super) open: bool,
}

const fn get(path: &'static str, handler: Handler) -> Route {
    Route { path, handler, post: false, open: false }
}

const fn post(path: &'static str, handler: Handler) -> Route {
    Route { path, handler, post: true, open: false }
}

const ROUTES: &[Route] = &[
    post("/analyze", analyze::analyze),
    get("/recognizers", analyze::recognizers),
    get("/supportedentities", analyze::supported_entities),
    post("/anonymize", anonymize::anonymize),
    get("/anonymizers", anonymize::anonymizers),
    post("/deanonymize", anonymize::deanonymize),
    get("/deanonymizers", anonymize::deanonymizers),
    post("/v1/sanitize", sanitize::sanitize),
    get("/metrics", metrics::metrics),
    // What watches the service need not know its token.
    Route { open: true, ..get("/health", health) },
];

/// The routes over a service.
pub(super) fn router(service: &Arc<Service>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let service = Arc::clone(service);
        let method = if route.post { MethodFilter::POST } else { MethodFilter::GET };
        let handler = move |request: Request<Body>| serve(Arc::clone(&service), route, request);
        router = router.route(route.path, on(method, handler));
    }
    router.method_not_allowed_fallback(|| async { wrong_method().into_response() }).fallback(|| async {
        Refusal::new(StatusCode::NOT_FOUND, "no_such_route", "there is nothing here")
            .hint("the routes are in docs/guide/service.md")
            .into_response()
    })
}

fn wrong_method() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", "this route takes another method")
}

fn health(_: &Service, _: &Asked) -> Result<Reply, Refusal> {
    Ok(Reply { content_type: "text/plain; charset=utf-8", body: b"limpid service is up".to_vec() })
}
