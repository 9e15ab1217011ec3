#include "service/mail/message.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>

namespace exeat::mail {
namespace {

constexpr std::size_t k_line_of_base64 = 76;

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve(bytes.size() * 4 / 3 + 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto left = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (k < left ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += k <= left ? digits[group >> (18U - 6U * static_cast<unsigned>(k)) & 63U] : '=';
        }
    }
    return text;
}

std::string in_lines(std::string_view text) {
    std::string lines;
    for (std::size_t from = 0; from < text.size(); from += k_line_of_base64) {
        lines.append(text.substr(from, k_line_of_base64)).append("\r\n");
    }
    return lines;
}

bool is_plain(char c) {
    return c >= ' ' && c <= '~';
}

/// A text that is sent as it is. What already looks encoded is not: whoever reads it would decode it.
bool is_sent_as_is(std::string_view line) {
    return std::ranges::all_of(line, is_plain) && line.find("=?") == std::string_view::npos;
}

/// Nothing that ends a line or hides in one.
std::string one_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        line += byte < 0x20 || byte == 0x7F ? ' ' : c;
    }
    return line;
}

std::string part(std::string_view type, std::string_view text) {
    std::string crlf;
    crlf.reserve(text.size() + text.size() / 32);
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') crlf += '\r';
        crlf += c;
    }
    return "Content-Type: " + std::string(type) + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           in_lines(base64(crlf));
}

// The parts are base64, so that no line of theirs begins with two dashes.
constexpr std::string_view k_boundary = "--exeat-part";
constexpr std::string_view k_boundary_of_page = "--exeat-page";

/// No name of a file: what somebody wrote stands in no head of a part.
std::string picture_part(const InlinePicture& picture) {
    return "Content-Type: " + one_line(picture.media_type) + "\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <" +
           one_line(picture.id) + ">\r\nContent-Disposition: inline\r\n\r\n" + in_lines(base64(picture.bytes));
}

/// The HTML part, with the picture that it shows where there is one.
std::string page_part(const Mail& mail) {
    if (!mail.picture || mail.picture->bytes.size() > k_most_picture_bytes) return part("text/html", mail.html);
    std::string page = "Content-Type: multipart/related; type=\"text/html\"; boundary=\"exeat-page\"\r\n\r\n";
    page += std::string(k_boundary_of_page) + "\r\n" + part("text/html", mail.html);
    page += std::string(k_boundary_of_page) + "\r\n" + picture_part(*mail.picture);
    return page + std::string(k_boundary_of_page) + "--\r\n";
}

}  // namespace

std::string date_text(Instant instant) {
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = instant.ms / 1000;
    std::tm time{};
    ::gmtime_r(&seconds, &time);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d +0000",
                  days[static_cast<std::size_t>(time.tm_wday)], time.tm_mday,
                  months[static_cast<std::size_t>(time.tm_mon)], time.tm_year + 1900, time.tm_hour, time.tm_min,
                  time.tm_sec);
    return text.data();
}

std::string encoded_text(std::string_view text) {
    auto line = one_line(text);
    constexpr std::size_t k_longest_plain = 900;
    if (line.size() <= k_longest_plain && is_sent_as_is(line)) return line;
    constexpr std::size_t k_bytes_a_word = 42;  // so that a word has at most 75 characters
    std::string words;
    for (std::size_t from = 0; from < line.size();) {
        auto to = std::min(from + k_bytes_a_word, line.size());
        // A letter of several bytes stands in one word.
        while (to > from + 1 && to < line.size() && (static_cast<unsigned char>(line[to]) & 0xC0U) == 0x80U) --to;
        words +=
            (from == 0 ? "" : "\r\n ") + ("=?utf-8?B?" + base64(std::string_view(line).substr(from, to - from)) + "?=");
        from = to;
    }
    return words;
}

std::string mailbox_text(const Mailbox& box) {
    if (box.name.empty()) return box.address;
    const auto name = one_line(box.name);
    if (!is_sent_as_is(name)) return encoded_text(name) + " <" + box.address + ">";
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\" <" + box.address + ">";
}

bool is_sendable(std::string_view address) {
    constexpr std::size_t k_longest = 254;
    const auto at = address.find('@');
    if (address.empty() || address.size() > k_longest || at == 0 || at == std::string_view::npos) return false;
    if (address.find('@', at + 1) != std::string_view::npos || at + 1 == address.size()) return false;
    return std::ranges::all_of(address, [](char c) {
        return c > ' ' && c <= '~' && std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
    });
}

std::string message_of(const Mail& mail) {
    std::string message = "From: " + mailbox_text(mail.from) + "\r\nTo: " + mailbox_text(mail.to) +
                          "\r\nSubject: " + encoded_text(mail.subject) + "\r\nDate: " + date_text(mail.date) +
                          "\r\nMessage-ID: <" + one_line(mail.id) +
                          ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
    for (const auto& [name, value] : mail.fields) message += std::string(name) + ": " + one_line(value) + "\r\n";
    if (mail.html.empty()) return message + part("text/plain", mail.text);
    message += "Content-Type: multipart/alternative; boundary=\"exeat-part\"\r\n\r\n";
    message += std::string(k_boundary) + "\r\n" + part("text/plain", mail.text);
    message += std::string(k_boundary) + "\r\n" + page_part(mail);
    return message + std::string(k_boundary) + "--\r\n";
}

}  // namespace exeat::mail
