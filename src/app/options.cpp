#include "app/options.h"

#include <toml++/toml.h>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "service/mail/message.h"

namespace exeat::app {
namespace {

std::unexpected<Error> wrong_value(std::string_view key, std::string_view value, std::string_view right) {
    return fail(ErrorKind::invalid, "wrong-value",
                std::string(key) + ": \"" + std::string(value) + "\" is not possible. " + std::string(right));
}

Done set_listen(ServeOptions& options, const std::string& value) {
    EXEAT_TAKE(auto listen, parse_listen(value));
    options.address = std::move(listen.address);
    options.port = listen.port;
    return {};
}

Done set_database(ServeOptions& options, const std::string& value) {
    if (!value.starts_with("postgresql://") && !value.starts_with("postgres://")) {
        // The value is not repeated: it may hold a password.
        return fail(ErrorKind::invalid, "wrong-value",
                    "database: write postgresql://user@host:port/name, or leave it out for SQLite in the data folder.");
    }
    options.database = value;
    return {};
}

Done set_public_url(ServeOptions& options, const std::string& value) {
    if (!value.starts_with("https://") && !value.starts_with("http://")) {
        return wrong_value("public-url", value, "Write the address that people use, like https://assets.example.com.");
    }
    options.public_url = value;
    while (options.public_url.ends_with('/')) options.public_url.pop_back();
    return {};
}

Result<std::int64_t> number_of(std::string_view key, const std::string& value, std::int64_t most) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || number < 1 || number > most) {
        return wrong_value(key, value, "Write a whole number from 1 to " + std::to_string(most) + ".");
    }
    return number;
}

Done set_picture_megapixels(ServeOptions& options, const std::string& value) {
    constexpr std::int64_t k_most = 4000;
    EXEAT_TAKE(options.picture_megapixels, number_of("picture-megapixels", value, k_most));
    return {};
}

Done set_picture_seconds(ServeOptions& options, const std::string& value) {
    constexpr std::int64_t k_most = 3600;
    EXEAT_TAKE(options.picture_seconds, number_of("picture-seconds", value, k_most));
    return {};
}

Done set_proxies(ServeOptions& options, const std::string& value) {
    std::size_t from = 0;
    while (from <= value.size()) {
        auto to = value.find(',', from);
        if (to == std::string::npos) to = value.size();
        auto block = value.substr(from, to - from);
        while (block.starts_with(' ')) block.erase(0, 1);
        while (block.ends_with(' ')) block.pop_back();
        if (!block.empty()) options.trusted_proxies.push_back(std::move(block));
        from = to + 1;
    }
    return {};
}

template <std::string ServeOptions::* member>
Done set_text(ServeOptions& options, const std::string& value) {
    options.*member = value;
    return {};
}

Done set_mail_from(ServeOptions& options, const std::string& value) {
    const auto bracket = value.find('<');
    const bool is_named = bracket != std::string::npos && value.ends_with('>');
    const auto address = is_named ? value.substr(bracket + 1, value.size() - bracket - 2) : value;
    if (!mail::is_sendable(address)) {
        return wrong_value("mail-from", value,
                           "Write an address, or a name and an address: Exeat <no-reply@example.org>.");
    }
    options.mail_from = value;
    return {};
}

using Setter = std::function<Done(ServeOptions&, const std::string&)>;

/// Every key, as a flag (dashes) and in the file (dashes or underscores).
const std::map<std::string, Setter, std::less<>>& setters() {
    static const std::map<std::string, Setter, std::less<>> all{
        {"data",
         [](ServeOptions& options, const std::string& value) -> Done {
             options.data = value;
             return {};
         }},
        {"listen", set_listen},
        {"database", set_database},
        {"public-url", set_public_url},
        {"trusted-proxy", set_proxies},
        {"media",
         [](ServeOptions& options, const std::string& value) -> Done {
             options.media = value;
             return {};
         }},
        {"picture-megapixels", set_picture_megapixels},
        {"picture-seconds", set_picture_seconds},
        {"smtp",
         [](ServeOptions& options, const std::string& value) -> Done {
             EXEAT_TRY(mail::parse_smtp(value));
             options.smtp = value;
             return {};
         }},
        {"smtp-user", set_text<&ServeOptions::smtp_user>},
        {"smtp-password-file", set_text<&ServeOptions::smtp_password_file>},
        {"smtp-authorities", set_text<&ServeOptions::smtp_authorities>},
        {"mail-from", set_mail_from},
        {"web",
         [](ServeOptions& options, const std::string& value) -> Done {
             options.web = value;
             return {};
         }},
    };
    return all;
}

std::string known_keys() {
    std::string keys;
    for (const auto& [name, setter] : setters()) keys += (keys.empty() ? "" : ", ") + name;
    return keys;
}

Done read_file(ServeOptions& options, const std::string& path) {
    if (!std::filesystem::exists(path)) {
        return fail(ErrorKind::not_found, "no-config", "The configuration file " + path + " does not exist.");
    }
    toml::table table;
    try {
        table = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        return fail(ErrorKind::invalid, "wrong-config",
                    path + ", line " + std::to_string(error.source().begin.line) + ": " +
                        std::string(error.description()) + ".");
    }
    for (const auto& [key, node] : table) {
        std::string name(key.str());
        for (char& c : name) c = c == '_' ? '-' : c;
        const auto where = path + ", line " + std::to_string(node.source().begin.line) + ": ";
        const auto setter = setters().find(name);
        if (setter == setters().end()) {
            return fail(
                ErrorKind::invalid, "unknown-key",
                where + "there is no setting \"" + std::string(key.str()) + "\". Known are: " + known_keys() + ".");
        }
        const auto value = node.value<std::string>();
        if (!value) return fail(ErrorKind::invalid, "wrong-value", where + name + " has to be a text in quotes.");
        if (auto done = setter->second(options, *value); !done) {
            done.error().text = where + done.error().text;
            return done;
        }
    }
    return {};
}

}  // namespace

Result<ListenAddress> parse_listen(std::string_view text) {
    constexpr std::string_view right =
        "Write ADDRESS:PORT, like 127.0.0.1:8080 or [::1]:8080; port 0 takes a free one.";
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong_value("listen", text, right);
    ListenAddress listen;
    listen.address = std::string(text.substr(0, colon));
    if (listen.address.starts_with('[') && listen.address.ends_with(']')) {
        listen.address = listen.address.substr(1, listen.address.size() - 2);
    }
    if (listen.address.empty()) listen.address = "0.0.0.0";
    if (listen.address == "localhost") listen.address = "127.0.0.1";
    const auto port = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
    if (error != std::errc{} || end != port.data() + port.size()) return wrong_value("listen", text, right);
    return listen;
}

mail::Mailbox mail_sender(const ServeOptions& options) {
    const auto& from = options.mail_from;
    const auto bracket = from.find('<');
    if (bracket != std::string::npos && from.ends_with('>')) {
        auto name = from.substr(0, bracket);
        while (name.ends_with(' ')) name.pop_back();
        return {std::move(name), from.substr(bracket + 1, from.size() - bracket - 2)};
    }
    if (!from.empty()) return {"Exeat", from};
    const auto& url = options.public_url;
    const auto scheme = url.find("://");
    const auto host = scheme == std::string::npos ? std::string() : url.substr(scheme + 3);
    const auto name = host.substr(0, host.find_first_of(":/["));
    return {"Exeat", "no-reply@" + (name.empty() ? "localhost" : name)};
}

Result<std::optional<mail::SmtpSettings>> smtp_settings(const ServeOptions& options) {
    if (options.smtp.empty()) return std::optional<mail::SmtpSettings>{};
    EXEAT_TAKE(auto settings, mail::parse_smtp(options.smtp));
    settings.user = options.smtp_user;
    settings.authorities = options.smtp_authorities;
    if (options.smtp_password_file.empty()) return std::optional(std::move(settings));
    std::error_code error;
    const auto status = std::filesystem::status(options.smtp_password_file, error);
    if (error || !std::filesystem::is_regular_file(status)) {
        return fail(ErrorKind::not_found, "no-password-file",
                    "smtp-password-file: there is no file " + options.smtp_password_file + ".");
    }
    using std::filesystem::perms;
    if ((status.permissions() & (perms::group_all | perms::others_all)) != perms::none) {
        return fail(ErrorKind::invalid, "open-password-file",
                    "smtp-password-file: others may read " + options.smtp_password_file + ". Set its mode to 0600.");
    }
    std::ifstream file(options.smtp_password_file);
    std::getline(file, settings.password);
    while (settings.password.ends_with('\r')) settings.password.pop_back();
    return std::optional(std::move(settings));
}

std::string found_media() {
    if (const char* named = std::getenv("EXEAT_MEDIA"); named != nullptr && *named != '\0') return named;
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::string() : (self.parent_path() / "exeat-media").string();
}

std::string own_url(std::string_view address, std::uint16_t port) {
    const bool six = address.find(':') != std::string_view::npos;
    return "http://" + (six ? "[" + std::string(address) + "]" : std::string(address)) + ":" + std::to_string(port);
}

bool is_loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1";
}

Result<ServeOptions> serve_options(const Call& call) {
    ServeOptions options;
    if (const auto file = call.option("config")) EXEAT_TRY(read_file(options, *file));
    for (const auto& [name, value] : call.options) {
        if (name == "config") continue;
        const auto setter = setters().find(name);
        if (setter == setters().end()) continue;  // the command line was checked already
        if (name == "trusted-proxy") options.trusted_proxies.clear();
        EXEAT_TRY(setter->second(options, value));
    }
    if (options.data.empty()) {
        return fail(ErrorKind::invalid, "wrong-value",
                    "Say where the data is: --data DIR, or data = \"…\" in the file.");
    }
    if (!is_loopback(options.address) && !options.public_url.starts_with("https://")) {
        return fail(ErrorKind::invalid, "public-url-needed",
                    "Listening on " + options.address +
                        " lets others reach this server without TLS. Put a TLS proxy in front and give its address: "
                        "--public-url https://…, or listen on 127.0.0.1.");
    }
    return options;
}

}  // namespace exeat::app
