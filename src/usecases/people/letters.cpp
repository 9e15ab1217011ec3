#include "usecases/people/letters.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <span>

#include "core/vocabulary/id.h"
#include "service/mail/message.h"
#include "state/store/outbox_rows.h"
#include "usecases/durable_file.h"
#include "usecases/keys.h"

namespace exeat::usecases {
namespace {

std::string place_of(std::string_view id) {
    return "outbox " + std::string(id);
}

/// "exeat.example.org" of "https://exeat.example.org:8443".
std::string host_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return "localhost";
    const auto rest = url.substr(scheme + 3);
    const auto host = rest.substr(0, rest.find_first_of(":/["));
    return host.empty() ? "localhost" : std::string(host);
}

/// As RFC 5322 has it.
std::string message_of(const House& house, const Letter& letter) {
    const auto host = mail_host(house);
    std::string message = "From: Exeat <no-reply@" + host + ">\r\nTo: " + letter.recipient +
                          "\r\nSubject: " + letter.subject + "\r\nDate: " + mail::date_text(letter.written_at) +
                          "\r\nMessage-ID: <" + letter.id + "@" + host +
                          ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                          "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    for (const char c : letter.text) {
        if (c == '\n') message += '\r';
        message += c;
    }
    return message;
}

/// Whoever asks for a mail does not learn where it is written.
Done without_path(Done done) {
    if (done) return done;
    return fail(ErrorKind::unavailable, "outbox-folder", "The mail cannot be written.", done.error().text);
}

enum class Left : std::uint8_t { file, nothing };

Done write_draft(const std::string& path, const std::string& text) {
    NewFile file(path);
    EXEAT_TRY(file.write(std::as_bytes(std::span(text))));
    return file.close();
}

std::string folder_of(const House& house) {
    return house.options.data_folder + "/outbox";
}

Done write_file(House& house, std::string_view id, const std::string& message, Left left) {
    const auto folder = folder_of(house);
    EXEAT_TRY(without_path(make_private_folder(folder)));
    // Whoever asked for it and the postman may write the same letter at one moment: each has a draft of its own.
    const auto draft = folder + "/" + std::string(id) + "." + to_text(new_id_bits(Instant{})) + ".draft";
    auto written = write_draft(draft, message);
    const auto path = folder + "/" + std::string(id) + ".eml";
    const bool kept = written && left == Left::file;
    if (kept && ::rename(draft.c_str(), path.c_str()) != 0) return without_path(cannot_write(path, errno));
    if (!kept) ::unlink(draft.c_str());
    EXEAT_TRY(without_path(std::move(written)));
    return without_path(sync_folder(folder));
}

}  // namespace

Done keep_letter(House& house, sql::Transaction& transaction, const Letter& letter) {
    store::OutboxRow row;
    row.id = letter.id;
    row.kind = letter.kind;
    row.recipient = letter.recipient;
    row.letter = house.keys.seal(place_of(letter.id), message_of(house, letter));
    row.created_at = letter.written_at;
    return store::insert_outbox(transaction, row);
}

Result<std::string> open_letter(House& house, std::string_view id, std::string_view sealed) {
    return house.keys.unseal(place_of(id), sealed);
}

std::string mail_host(const House& house) {
    return host_of(house.options.public_url);
}

Done keep_mail_file(House& house, std::string_view id, const std::string& message) {
    return write_file(house, id, message, Left::file);
}

void drop_mail_file(const House& house, std::string_view id) {
    ::unlink((folder_of(house) + "/" + std::string(id) + ".eml").c_str());
}

Done write_letter_file(House& house, const Letter& letter) {
    return write_file(house, letter.id, message_of(house, letter), Left::file);
}

Done write_no_letter_file(House& house, const Letter& letter) {
    return write_file(house, letter.id, message_of(house, letter), Left::nothing);
}

}  // namespace exeat::usecases
