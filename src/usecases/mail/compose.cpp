#include "usecases/mail/compose.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "service/identity/base64url.h"
#include "usecases/keys.h"
#include "usecases/mail/pass_lines.h"
#include "usecases/mail/subjects.h"
#include "usecases/people/letters.h"
#include "usecases/pictures/pictures.h"

namespace exeat::usecases {
namespace {

constexpr std::string_view k_unsubscribe_place = "unsubscribe";

/// The page of the request; what speaks of none is of who stands in for whom.
std::string page_of(const House& house, const NoticeShown& shown) {
    if (!shown.request) return house.options.url() + "/account/away";
    return house.options.url() + "/requests/" + shown.request->text();
}

/// What somebody wrote stands apart from what the mail says, so that it cannot be taken for it.
std::optional<mail::Sheet::Quote> quote_of(const NoticeShown& shown) {
    if (shown.note.empty()) return std::nullopt;
    return mail::Sheet::Quote{shown.note, shown.by.value_or("")};
}

mail::Sheet sheet_of(const House& house, const mail::Mailbox& sender, std::span<const NoticeShown> shown) {
    const auto& first = shown.front();
    mail::Sheet sheet;
    sheet.site = sender.name;
    if (shown.size() == 1) {
        sheet.heading = first.subject;
        sheet.sentences = {first.text};
        sheet.preheader = first.text;
        sheet.quote = quote_of(first);
        sheet.button = mail::Sheet::Button{first.button, page_of(house, first)};
    } else {
        sheet.heading = "Your day: " + std::to_string(shown.size()) + " notices";
        sheet.sentences = {"What came to your inbox since the last of these mails:"};
        sheet.preheader = first.text;
        for (const auto& one : shown) {
            sheet.items.push_back({one.text, quote_of(one), page_of(house, one)});
        }
        sheet.button = mail::Sheet::Button{"Open your inbox", house.options.url() + "/inbox"};
    }
    sheet.footer = {"You get this mail because of requests that you made or decide on."};
    sheet.ways_out.push_back({"How you are written to", house.options.url() + "/account/mail"});
    return sheet;
}

/// What notices are about, each once.
std::vector<domain::MailTopic> topics_of(std::span<const NoticeShown> shown) {
    std::vector<domain::MailTopic> topics;
    for (const auto& one : shown) {
        const auto topic = domain::topic_of(one.kind);
        if (topic && std::ranges::find(topics, *topic) == topics.end()) topics.push_back(*topic);
    }
    return topics;
}

/// What the reader may see of the only asset that a mail is about, as they see it: with the padlock where previews of
/// theirs have it. A mail does not wait for a picture, and needs none.
std::optional<renditions::Rendition> picture_for(House& house, const MailDesk& desk, const domain::Standing& reader,
                                                 std::span<const NoticeShown> shown) {
    const auto& first = shown.front();
    if (desk.pictures == nullptr || shown.size() > 1 || first.count > 1 || !first.asset) return std::nullopt;
    Caller caller;
    caller.kind = Caller::Kind::person;
    caller.person = reader.id;
    const auto seen = see_picture(house, caller, *first.asset, Recipe::thumbnail);
    if (!seen) return std::nullopt;
    auto found = find_seen_picture(house, *desk.pictures, *seen);
    if (!found || !*found || (*found)->bytes.size() > mail::k_most_picture_bytes) return std::nullopt;
    return std::move(*found);
}

}  // namespace

Result<mail::Mail> notice_mail(House& house, const MailDesk& desk, const store::MailRow& row,
                               const domain::Standing& reader, std::span<const NoticeShown> shown, MailFor whom) {
    auto sheet = sheet_of(house, desk.sender, shown);
    if (shown.size() == 1) {
        EXEAT_TAKE(sheet.pass, pass_lines(house, shown.front()));
    }
    mail::Mail letter;
    // The same row is the same mail, however often it is sent.
    letter.id = row.id + "@" + mail_host(house);
    if (whom == MailFor::its_reader) {
        if (auto picture = picture_for(house, desk, reader, shown)) {
            sheet.picture = "picture-" + letter.id;
            letter.picture =
                mail::InlinePicture{sheet.picture, std::move(picture->media_type), std::move(picture->bytes)};
        }
        const auto token = unsubscribe_token(house, {reader.id, topics_of(shown)});
        // A page that asks before it ends anything: programs open what mails link to.
        sheet.ways_out.push_back({"No more mails like this", house.options.url() + "/unsubscribe/" + token});
        letter.fields = {{"List-Unsubscribe", "<" + house.options.url() + "/api/unsubscribe/" + token + ">"},
                         {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"}};
    }
    letter.from = desk.sender;
    letter.to = {reader.name, reader.email};
    letter.subject = sheet.heading;
    if (shown.size() == 1) {
        EXEAT_TAKE(auto worded, worded_subject(house, reader, shown.front()));
        if (worded) letter.subject = std::move(*worded);
    }
    letter.date = row.created_at;
    letter.text = mail::text_of(sheet);
    letter.html = mail::html_of(sheet);
    return letter;
}

mail::Mail test_mail(const House& house, const mail::Mailbox& sender, const mail::Mailbox& to, Instant now) {
    mail::Sheet sheet;
    sheet.site = sender.name;
    sheet.heading = "Mails leave this site";
    sheet.preheader = "A test, sent by hand.";
    sheet.sentences = {"An administrator sent this to see whether mails arrive. Nothing else has happened."};
    mail::Mail letter;
    letter.id = to_text(new_id_bits(now)) + "@" + mail_host(house);
    letter.from = sender;
    letter.to = to;
    letter.subject = sheet.heading;
    letter.date = now;
    letter.text = mail::text_of(sheet);
    letter.html = mail::html_of(sheet);
    return letter;
}

std::string unsubscribe_token(const House& house, const Unsubscriber& who) {
    auto said = who.person.text();
    for (const auto topic : who.topics) said += " " + std::string(policy::to_text(topic));
    const auto sealed = house.keys.seal(k_unsubscribe_place, said);
    return identity::to_base64url({reinterpret_cast<const std::uint8_t*>(sealed.data()), sealed.size()});
}

std::optional<Unsubscriber> unsubscriber(const House& house, std::string_view token) {
    const auto sealed = identity::from_base64url(token);
    if (!sealed) return std::nullopt;
    const auto said = house.keys.unseal(k_unsubscribe_place, *sealed);
    if (!said) return std::nullopt;
    std::istringstream words(*said);
    std::string word;
    words >> word;
    const auto person = PersonId::parse(word);
    if (!person) return std::nullopt;
    Unsubscriber found{*person, {}};
    while (words >> word) {
        if (const auto topic = policy::parse_word<domain::MailTopic>(word)) found.topics.push_back(*topic);
    }
    if (found.topics.empty()) found.topics = all_topics();
    return found;
}

std::vector<domain::MailTopic> all_topics() {
    std::vector<domain::MailTopic> topics;
    for (std::size_t i = 0; i < domain::k_mail_topics; ++i) topics.push_back(static_cast<domain::MailTopic>(i));
    return topics;
}

}  // namespace exeat::usecases
