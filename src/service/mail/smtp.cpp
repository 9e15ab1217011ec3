#include "service/mail/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

namespace exeat::mail {
namespace {

constexpr std::size_t k_longest_reply = 500;

void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// What leaves, and what was said about it.
struct Exchange {
    std::string_view left;
    bool speaks_of_mail = false;  // past sign-in: what the server refuses now is this mail
    std::string reply;            // the last line that the server said
    std::string refusal;          // the last one that said no
};

size_t give(char* into, size_t size, size_t count, void* of) {
    auto& exchange = *static_cast<Exchange*>(of);
    const auto bytes = std::min(size * count, exchange.left.size());
    std::memcpy(into, exchange.left.data(), bytes);
    exchange.left.remove_prefix(bytes);
    return bytes;
}

std::string printable(std::string_view line) {
    std::string text;
    for (const char c : line.substr(0, k_longest_reply)) text += c >= ' ' && c <= '~' ? c : ' ';
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

/// Hears the commands that leave and the lines that come; what else curl has to say (and what is sent) is not kept.
int hear(CURL* /*curl*/, curl_infotype type, char* data, size_t size, void* of) {
    auto& exchange = *static_cast<Exchange*>(of);
    const std::string_view line(data, size);
    if (type == CURLINFO_HEADER_OUT && line.starts_with("MAIL ")) exchange.speaks_of_mail = true;
    if (type == CURLINFO_HEADER_IN) {
        exchange.reply = printable(line);
        if (line.starts_with('4') || line.starts_with('5')) exchange.refusal = exchange.reply;
    }
    return 0;
}

int code_of(std::string_view line) {
    int code = 0;
    std::from_chars(line.data(), line.data() + std::min<std::size_t>(line.size(), 3), code);
    return code;
}

bool asks_for_sign_in(int code) {
    return code == 530 || code == 534 || code == 535 || code == 538;
}

std::string url_of(const SmtpSettings& settings) {
    const bool is_six = settings.host.find(':') != std::string::npos;
    return std::string(settings.security == Security::tls ? "smtps" : "smtp") + "://" +
           (is_six ? "[" + settings.host + "]" : settings.host) + ":" + std::to_string(settings.port);
}

}  // namespace

struct Smtp::Session {
    CURL* curl = nullptr;

    Session() {
        start_curl();
        curl = curl_easy_init();
    }
    ~Session() {
        if (curl != nullptr) curl_easy_cleanup(curl);
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    template <class Value>
    void set(CURLoption option, Value value) const {
        curl_easy_setopt(curl, option, value);
    }
};

Smtp::Smtp(SmtpSettings settings) : settings_(std::move(settings)), session_(std::make_unique<Session>()) {}
Smtp::~Smtp() = default;

Reply Smtp::send(const Envelope& envelope, std::string_view message) {
    if (session_->curl == nullptr) return {Outcome::later, 0, "no memory"};
    auto& session = *session_;
    curl_easy_reset(session.curl);  // keeps the connection
    Exchange exchange;
    exchange.left = message;
    const auto url = url_of(settings_);
    const auto from = "<" + envelope.from + ">";
    const auto to = "<" + envelope.to + ">";
    curl_slist* recipients = curl_slist_append(nullptr, to.c_str());
    session.set(CURLOPT_URL, url.c_str());
    session.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    session.set(CURLOPT_PROXY, "");
    session.set(CURLOPT_NOSIGNAL, 1L);
    session.set(CURLOPT_USE_SSL,
                static_cast<long>(settings_.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!settings_.authorities.empty()) session.set(CURLOPT_CAINFO, settings_.authorities.c_str());
    if (!settings_.user.empty()) {
        session.set(CURLOPT_USERNAME, settings_.user.c_str());
        session.set(CURLOPT_PASSWORD, settings_.password.c_str());
    }
    session.set(CURLOPT_MAIL_FROM, from.c_str());
    session.set(CURLOPT_MAIL_RCPT, recipients);
    session.set(CURLOPT_UPLOAD, 1L);
    session.set(CURLOPT_READFUNCTION, give);
    session.set(CURLOPT_READDATA, static_cast<void*>(&exchange));
    session.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
    session.set(CURLOPT_VERBOSE, 1L);
    session.set(CURLOPT_DEBUGFUNCTION, hear);
    session.set(CURLOPT_DEBUGDATA, static_cast<void*>(&exchange));
    session.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_ms));
    session.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(settings_.answer_ms / 1000 + 1));
    session.set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.answer_ms));
    const auto done = curl_easy_perform(session.curl);
    long code = 0;
    curl_easy_getinfo(session.curl, CURLINFO_RESPONSE_CODE, &code);
    curl_slist_free_all(recipients);
    if (done == CURLE_OK) return {Outcome::taken, static_cast<int>(code), std::move(exchange.reply)};
    if (exchange.refusal.empty()) return {Outcome::later, 0, printable(curl_easy_strerror(done))};
    // What was said since (to QUIT) is no answer to the mail.
    const auto refused = code_of(exchange.refusal);
    const bool for_good = refused >= 500 && exchange.speaks_of_mail && !asks_for_sign_in(refused);
    return {for_good ? Outcome::refused : Outcome::later, refused, std::move(exchange.refusal)};
}

Result<SmtpSettings> parse_smtp(std::string_view url) {
    struct Scheme {
        std::string_view begins;
        Security security;
        std::uint16_t port;
    };
    constexpr std::array schemes{Scheme{"smtps://", Security::tls, 465}, Scheme{"smtp://", Security::starttls, 587},
                                 Scheme{"smtp-plain://", Security::none, 25}};
    const auto wrong = [&] {
        // The value is not repeated: somebody may have written a password into it.
        return fail(ErrorKind::invalid, "wrong-value",
                    "smtp: write smtps://HOST:465, smtp://HOST:587 (with STARTTLS), or smtp-plain://HOST:25 for a "
                    "server that you trust the way to. User and password have settings of their own.");
    };
    const auto* scheme = std::ranges::find_if(schemes, [&](const Scheme& one) { return url.starts_with(one.begins); });
    if (scheme == schemes.end()) return wrong();
    SmtpSettings settings;
    settings.security = scheme->security;
    settings.port = scheme->port;
    auto place = url.substr(scheme->begins.size());
    if (place.ends_with('/')) place.remove_suffix(1);
    const bool is_literal = place.starts_with('[');
    const auto end_of_host = is_literal ? place.find(']') : std::min(place.find(':'), place.size());
    if (end_of_host == std::string_view::npos) return wrong();
    settings.host = std::string(is_literal ? place.substr(1, end_of_host - 1) : place.substr(0, end_of_host));
    const auto rest = place.substr(end_of_host + (is_literal ? 1 : 0));
    if (!rest.empty()) {
        const auto* last = rest.data() + rest.size();
        const auto [end, error] = std::from_chars(rest.data() + 1, last, settings.port);
        if (rest.front() != ':' || error != std::errc{} || end != last || settings.port == 0) return wrong();
    }
    const auto is_of_a_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == ':' || c == '_';
    };
    if (settings.host.empty() || !std::ranges::all_of(settings.host, is_of_a_name)) return wrong();
    return settings;
}

}  // namespace exeat::mail
