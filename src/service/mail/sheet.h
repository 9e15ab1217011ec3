// What a mail looks like (one column on a calm ground, one heading, one button), as HTML and as plain text of the same
// words. Called by usecases/mail, which says what stands in it. Refuses to know what the mail is about; every word that
// is put in is taken as text and never as markup.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exeat::mail {

struct Sheet {
    struct Button {
        std::string text;
        std::string url;
    };
    struct Quote {
        std::string text;  // may have several lines
        std::string by;
    };
    /// Of a list: what happened, what somebody wrote to it, and where its page is.
    struct Item {
        std::string text;
        std::optional<Quote> quote{};
        std::string url{};
    };
    std::string site;       // whose mail it is: stands above
    std::string preheader;  // what lists of mails show behind the subject
    std::string heading;
    std::vector<std::string> sentences;                     // the fact first
    std::string picture;                                    // the id of one that comes along; empty: none
    std::vector<std::pair<std::string, std::string>> pass;  // label and value: what a grant gives
    std::vector<Item> items;
    std::optional<Quote> quote;
    std::optional<Button> button;
    std::vector<std::string> footer;  // why this came
    std::vector<Button> ways_out;     // where it is chosen what comes: small links at the end
};

/// "&lt;" for "<": for text and for attributes in double quotes.
[[nodiscard]] std::string escaped(std::string_view text);

[[nodiscard]] std::string html_of(const Sheet& sheet);
/// Lines end with "\n".
[[nodiscard]] std::string text_of(const Sheet& sheet);

}  // namespace exeat::mail
