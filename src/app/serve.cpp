#include "app/serve.h"

#include <algorithm>
#include <csignal>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "api/authenticate.h"
#include "api/events_routes.h"
#include "api/mail_routes.h"
#include "api/middleware.h"
#include "api/operation.h"
#include "api/pages.h"
#include "api/pictures_routes.h"
#include "api/routes.h"
#include "app/commands.h"
#include "app/jobs.h"
#include "app/operator_socket.h"
#include "app/options.h"
#include "app/site.h"
#include "platform/telemetry/metrics.h"
#include "usecases/events/watchers.h"
#include "usecases/mail/postman.h"
#include "usecases/pictures/studio.h"
#include "usecases/setup/setup.h"

namespace exeat::app {
namespace {

using namespace std::chrono_literals;

/// SIGINT and SIGTERM, taken by whoever waits and by no other thread: blocked before the first one is made.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    }
    void wait() const {
        int got = 0;
        sigwait(&signals_, &got);
    }

private:
    sigset_t signals_{};
};

http::ServerOptions server_options(const ServeOptions& options, const telemetry::Log& log,
                                   api::RequestFigures& figures) {
    http::ServerOptions server;
    server.address = options.address;
    server.port = options.port;
    server.trusted_proxies = options.trusted_proxies;
    server.log = [log](http::Severity severity, std::string_view request_id, std::string_view text) {
        const auto level = severity == http::Severity::info      ? telemetry::Level::info
                           : severity == http::Severity::warning ? telemetry::Level::warning
                                                                 : telemetry::Level::error;
        log.for_request(std::string(request_id)).write(level, "server", {{"said", text}});
    };
    server.served = [&figures, log](const http::Served& served) { figures.note(log, served); };
    return server;
}

usecases::StudioOptions studio_options(const ServeOptions& options) {
    constexpr unsigned k_most_threads = 2;  // the rest of the machine is for those who look
    usecases::StudioOptions studio;
    studio.decoder.program = options.media.empty() ? found_media() : options.media;
    studio.decoder.deadline_ms = options.picture_seconds * 1000;
    studio.limits.megapixels = static_cast<std::uint32_t>(options.picture_megapixels);
    studio.limits.cpu_seconds = static_cast<std::uint32_t>(options.picture_seconds);
    studio.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, k_most_threads));
    return studio;
}

/// One connection to the mail server, for one mail at a time; empty where there is none.
std::function<mail::Reply(const mail::Envelope&, std::string_view)> way_to(
    const std::optional<mail::SmtpSettings>& settings) {
    if (!settings) return {};
    struct Line {
        explicit Line(const mail::SmtpSettings& of) : smtp(of) {}
        std::mutex mutex;
        mail::Smtp smtp;
    };
    return [line = std::make_shared<Line>(*settings)](const mail::Envelope& envelope, std::string_view message) {
        const std::scoped_lock lock(line->mutex);
        return line->smtp.send(envelope, message);
    };
}

/// What routes need besides the house.
struct Behind {
    telemetry::Metrics& metrics;
    usecases::Gallery& gallery;
    usecases::Watchers& watchers;
    const usecases::MailDesk& mail_desk;
    const std::string& web;  // a folder of pages; empty: those built in
};

Done add_routes(api::Api& api, const Behind& behind) {
    api::add_all_routes(api, behind.metrics);
    api::add_pictures_routes(api, behind.gallery);
    api::add_readiness_route(api, behind.gallery);
    api::add_events_routes(api, behind.watchers);
    api::add_mail_routes(api, behind.mail_desk);
    EXEAT_TRY(api.can_be_documented());
    return api::add_pages(api.router(), behind.web);
}

}  // namespace

int serve(const Call& call, Console& console) {
    const StopSignals signals;
    auto options = serve_options(call);
    if (!options) return complain(console, options.error());
    const auto sink = telemetry::stderr_sink();
    auto opened = Site::open(*options, *sink);
    if (!opened) return complain(console, opened.error());
    auto& site = **opened;
    auto& house = site.house();

    const WallClock clock;
    const auto renditions = renditions::Renditions::open({.folder = site.folder() + "/renditions"}, clock);
    if (!renditions) return complain(console, renditions.error());
    usecases::PictureDesk desk;
    usecases::Gallery gallery{house, **renditions, desk};

    telemetry::Metrics metrics;
    telemetry::add_process_metrics(metrics);
    api::RequestFigures figures(metrics);
    api::Authenticator authenticator(house);
    api::Api api(house, authenticator);
    usecases::Watchers watchers(house.authority);
    const auto smtp = smtp_settings(*options);
    if (!smtp) return complain(console, smtp.error());
    const usecases::MailDesk mail_desk{mail_sender(*options), way_to(*smtp), way_to(*smtp), renditions->get()};
    if (auto added = add_routes(api, {metrics, gallery, watchers, mail_desk, options->web}); !added) {
        return complain(console, added.error());
    }
    api.router().use(api::middleware(house));

    auto listen = server_options(*options, site.log(), figures);
    // Port 0 is another one once it is taken, and links in mails name it.
    listen.listening = [&](std::uint16_t port) { house.options.own_url = own_url(options->address, port); };
    auto server = http::start_server(listen, api.router(), api::unrouted_problem);
    if (!server) return complain(console, server.error());
    api::watch(metrics, **server, house);
    auto socket = OperatorSocket::listen(site.folder() + "/exeat.sock", [&house](const Call& asked, Console& to) {
        return run_on_site(house, asked, to);
    });
    if (!socket) return complain(console, socket.error());
    {
        const Jobs jobs(house);
        usecases::Postman postman(house, mail_desk);
        postman.start();
        const usecases::Studio studio(gallery, studio_options(*options));
        const auto code = usecases::open_setup(house);
        if (!code) return complain(console, code.error());
        if (*code) console.say("exeat: set-up code: " + **code);
        console.say("exeat: listening on " + house.options.own_url);
        signals.wait();
        site.log().info("stopping");
        watchers.end_all();
        (*server)->stop(5s);
    }
    socket->reset();
    server->reset();
    return k_done;
}

}  // namespace exeat::app
