#include "app/command_line.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace exeat::app {
namespace {

/// One option of a command: its long name and what it is, and whether it takes a value.
struct Option {
    enum class Kind : std::uint8_t { value, required, flag, repeated };
    const char* name;
    const char* help;
    Kind kind = Kind::value;
};

struct Word {
    const char* name;
    const char* help;
    bool is_path = false;
};

struct Command {
    const char* name;  // "user add" is a command in a command
    const char* help;
    std::vector<Option> options;
    std::vector<Word> words;
};

using Kind = Option::Kind;

constexpr const char* k_data_help = "The data folder";

std::vector<Option> site_options() {
    return {{"data", k_data_help, Kind::value},
            {"config", "A configuration file (TOML)", Kind::value},
            {"database", "postgresql://… instead of SQLite in the data folder", Kind::value}};
}

/// The options of every command that opens a site, and these.
std::vector<Option> with(std::vector<Option> more) {
    auto options = site_options();
    options.insert(options.end(), more.begin(), more.end());
    return options;
}

std::vector<Command> commands_to_begin() {
    return {
        {"serve",
         "Serve a data folder until a signal ends it",
         with({{"listen", "ADDRESS:PORT; port 0 takes a free one (127.0.0.1:8080)"},
               {"public-url", "The address that people use, https://…"},
               {"trusted-proxy", "Address blocks of proxies to believe, with commas between"},
               {"media", "The program that makes pictures (exeat-media beside this one)"},
               {"picture-megapixels", "The largest file that pictures are made of (300)"},
               {"smtp", "The mail server: smtps://HOST, smtp://HOST (STARTTLS) or smtp-plain://HOST"},
               {"smtp-user", "Who signs in there"},
               {"smtp-password-file", "A file (mode 0600) that holds the password"},
               {"smtp-authorities", "A file of certificates that are trusted there"},
               {"mail-from", "Who mails come from: Exeat <no-reply@example.org>"},
               {"picture-seconds", "When the making of one is given up (60)"},
               {"web", "A folder to serve pages from instead of those built in"}}),
         {}},
        {"init",
         "Make the first administrator without a set-up code",
         with({{"admin", "Their e-mail address", Kind::required},
               {"name", "Their name (the address)"},
               {"password-stdin", "Read the password from standard input", Kind::flag}}),
         {}},
        {"import",
         "Bring a directory of files in; again brings only what is new",
         with({{"library", "The library's name; made when it is missing", Kind::required},
               {"kind", "The kind of a new library: media, logo, icon or document"},
               {"folder", "The folder in it, PATH/LIKE/THIS; made when it is missing"}}),
         {{"directory", "The directory", true}}},
    };
}

std::vector<Command> commands_about_people() {
    return {
        {"user add",
         "Add a person",
         with({{"email", "Their e-mail address", Kind::required},
               {"name", "Their name (the address)"},
               {"level", "0 1 2 3 4 7 8 or 9 (2)"},
               {"role", "A role's name; may be said again", Kind::repeated},
               {"group", "A group's name; may be said again", Kind::repeated},
               {"password-stdin", "Read a password from standard input; else a link to set one is printed",
                Kind::flag}}),
         {}},
        {"user list", "List people", site_options(), {}},
        {"user set",
         "Change a person",
         with({{"email", "Whom", Kind::required},
               {"name", "Their new name"},
               {"level", "Their new level"},
               {"active", "yes or no"},
               {"role", "Their roles, all of them; may be said again", Kind::repeated},
               {"group", "Their groups, all of them; may be said again", Kind::repeated},
               {"quota", "Files in the site's quota span, or none"},
               {"password-stdin", "Read a new password from standard input", Kind::flag}}),
         {}},
        {"group add", "Add a group", with({{"name", "Its name", Kind::required}}), {}},
        {"group list", "List groups", site_options(), {}},
        {"group set",
         "Change a group",
         with({{"name", "Which", Kind::required},
               {"rename", "Its new name"},
               {"person", "Its people by e-mail address, all of them; may be said again", Kind::repeated}}),
         {}},
        {"role add",
         "Add a role",
         with({{"name", "Its name", Kind::required},
               {"flag", "download edit upload publish share_file share_card use_collections or curate",
                Kind::repeated}}),
         {}},
        {"role list", "List roles", site_options(), {}},
        {"role set",
         "Change a role",
         with({{"name", "Which", Kind::required},
               {"rename", "Its new name"},
               {"flag", "Its flags, all of them; may be said again", Kind::repeated}}),
         {}},
        {"token create",
         "Make an API token and print it once",
         with({{"user", "Whose: an e-mail address", Kind::required},
               {"name", "What it is for", Kind::required},
               {"scopes", "read download upload edit manage, with commas between", Kind::required},
               {"days", "How long it is good (unlimited)"}}),
         {}},
    };
}

std::vector<Command> commands_about_the_site() {
    return {
        {"policy eval", "Answer cases from standard input, one JSON object a line", {}, {}},
        {"property get", "Print a property", site_options(), {{"name", "Its name"}}},
        {"property set", "Set a property", site_options(), {{"name", "Its name"}, {"value", "Its new value"}}},
        {"property list", "List all properties", site_options(), {}},
        {"explain",
         "Say why somebody may or may not do something with an asset",
         with({{"user", "Who: an e-mail address", Kind::required},
               {"asset", "The asset's id", Kind::required},
               {"action", "view, download, edit … (download)"},
               {"file", "original, version:N, attachment:ID … (original)"}}),
         {}},
        {"backup",
         "Copy everything into a new folder while it is in use",
         site_options(),
         {{"directory", "The new folder", true}}},
        {"restore",
         "Make a data folder from a backup",
         with({{"verify", "Read every byte of it again", Kind::flag}}),
         {{"directory", "The backup", true}}},
        {"check",
         "Look at every blob, row and ledger entry",
         with({{"quick", "Do not read the blobs", Kind::flag}}),
         {}},
        {"audit verify",
         "Show that nothing in the ledger was changed or removed",
         with({{"seal", "The file of a seal that was kept elsewhere, to verify against"}}),
         {}},
        {"version", "Print the version", {}, {}},
    };
}

std::vector<Command> all_commands() {
    auto commands = commands_to_begin();
    for (auto& command : commands_about_people()) commands.push_back(std::move(command));
    for (auto& command : commands_about_the_site()) commands.push_back(std::move(command));
    return commands;
}

/// What CLI11 writes into while it reads one command.
struct Reading {
    Command command;
    CLI::App* app = nullptr;
    std::vector<std::string> values;
    std::vector<std::vector<std::string>> lists;
    std::vector<int> flags;
    std::vector<std::string> words;
};

void add_options(Reading& reading) {
    const auto count = reading.command.options.size();
    reading.values.resize(count);
    reading.lists.resize(count);
    reading.flags.resize(count, 0);
    reading.words.resize(reading.command.words.size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto& option = reading.command.options[i];
        const auto name = std::string("--") + option.name;
        switch (option.kind) {
            case Kind::value:
                reading.app->add_option(name, reading.values[i], option.help);
                break;
            case Kind::required:
                reading.app->add_option(name, reading.values[i], option.help)->required();
                break;
            case Kind::flag:
                reading.app->add_flag(name, reading.flags[i], option.help);
                break;
            case Kind::repeated:
                reading.app->add_option(name, reading.lists[i], option.help)->take_all();
                break;
        }
    }
    for (std::size_t i = 0; i < reading.words.size(); ++i) {
        const auto& word = reading.command.words[i];
        reading.app->add_option(word.name, reading.words[i], word.help)->required();
    }
}

Call call_of(const Reading& reading) {
    Call call;
    call.command = reading.command.name;
    for (std::size_t i = 0; i < reading.command.options.size(); ++i) {
        const auto& option = reading.command.options[i];
        const auto given = reading.app->count(std::string("--") + option.name) > 0;
        if (!given) continue;
        if (option.kind == Kind::flag) {
            call.options[option.name] = "yes";
        } else if (option.kind == Kind::repeated) {
            std::string joined;
            for (const auto& value : reading.lists[i]) joined += (joined.empty() ? "" : "\n") + value;
            call.options[option.name] = joined;
        } else {
            call.options[option.name] = reading.values[i];
        }
    }
    for (std::size_t i = 0; i < reading.words.size(); ++i) {
        // The server of the folder may have been started elsewhere.
        call.words.push_back(reading.command.words[i].is_path
                                 ? std::filesystem::absolute(reading.words[i]).lexically_normal().string()
                                 : reading.words[i]);
    }
    return call;
}

}  // namespace

CommandLine read_command_line(int count, char** arguments) {
    CLI::App app("Exeat: a digital asset library that knows who may take what, why, and for how long.", "exeat");
    app.require_subcommand(1);
    std::vector<std::unique_ptr<Reading>> readings;
    std::map<std::string, CLI::App*> nouns;
    for (auto& command : all_commands()) {
        auto reading = std::make_unique<Reading>();
        std::string name = command.name;
        CLI::App* parent = &app;
        if (const auto space = name.find(' '); space != std::string::npos) {
            const auto noun = name.substr(0, space);
            auto& known = nouns[noun];
            if (known == nullptr) {
                known = app.add_subcommand(noun, "See exeat " + noun + " --help");
                known->require_subcommand(1);
            }
            parent = known;
            name = name.substr(space + 1);
        }
        reading->app = parent->add_subcommand(name, command.help);
        reading->command = std::move(command);
        add_options(*reading);
        readings.push_back(std::move(reading));
    }
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return {std::nullopt, code == 0 ? k_done : k_wrong_use};
    }
    for (const auto& reading : readings) {
        if (reading->app->parsed()) return {call_of(*reading), k_done};
    }
    return {std::nullopt, k_wrong_use};
}

}  // namespace exeat::app
