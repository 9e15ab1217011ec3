#include "service/mail/sheet.h"

#include <algorithm>

namespace exeat::mail {
namespace {

constexpr std::string_view k_head = R"(<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>)";

constexpr std::string_view k_styles = R"(</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background: #1b1a1c !important; }
  .card { background: #2a292b !important; }
  .ink { color: #f0eef1 !important; }
  .ink-2 { color: #bdb8bf !important; }
  .pass { border-color: #d9a8e2 !important; }
  .pass-line { border-color: #d9a8e2 !important; }
  .accent { color: #e3b9ea !important; }
  .quote { border-color: #5a565c !important; }
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f3f3f3;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;">
)";

constexpr std::string_view k_table =
    R"(<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0")";

/// Only addresses of pages are linked to.
bool is_web(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

/// A text of several lines.
std::string in_lines(std::string_view text) {
    std::string html;
    for (std::size_t from = 0; from <= text.size();) {
        const auto to = std::min(text.find('\n', from), text.size());
        if (from > 0) html += "<br>";
        html += escaped(text.substr(from, to - from));
        from = to + 1;
    }
    return html;
}

void add_paragraph(std::string& html, std::string_view text) {
    html += "<p class=\"ink\" style=\"margin:0 0 14px;font-size:16px;line-height:24px;color:#26222a;\">" +
            in_lines(text) + "</p>\n";
}

/// The heading names what it shows.
void add_picture(std::string& html, const Sheet& sheet) {
    if (sheet.picture.empty()) return;
    html += "<p style=\"margin:0 0 16px;\"><img src=\"cid:" + escaped(sheet.picture) +
            "\" alt=\"\" style=\"display:block;width:auto;height:auto;max-width:100%;max-height:240px;"
            "border-radius:8px;\"></p>\n";
}

/// The pass: a ticket with a perforation.
void add_pass(std::string& html, const Sheet& sheet) {
    if (sheet.pass.empty()) return;
    html += std::string(k_table) +
            " class=\"pass\" style=\"margin:6px 0 20px;border:1px solid #652b6f;border-radius:8px;\">\n";
    bool is_first = true;
    for (const auto& [label, value] : sheet.pass) {
        const std::string line = is_first ? "" : "border-top:1px dashed #652b6f;";
        html += "<tr><td class=\"pass-line\" style=\"padding:10px 16px;" + line +
                "\"><span class=\"accent\" style=\"font-size:13px;line-height:18px;color:#652b6f;\">" + escaped(label) +
                "</span><br><span class=\"ink\" style=\"font-size:16px;line-height:22px;color:#26222a;\">" +
                in_lines(value) + "</span></td></tr>\n";
        is_first = false;
    }
    html += "</table>\n";
}

void add_quote(std::string& html, const Sheet::Quote& quote) {
    html +=
        "<blockquote class=\"quote\" style=\"margin:0 0 18px;padding:2px 0 2px 14px;border-left:3px solid "
        "#cfc9d1;\"><p class=\"ink\" style=\"margin:0;font-size:16px;line-height:24px;color:#26222a;\">" +
        in_lines(quote.text) + "</p>";
    if (!quote.by.empty()) {
        html += "<p class=\"ink-2\" style=\"margin:4px 0 0;font-size:14px;line-height:20px;color:#5c5661;\">" +
                escaped(quote.by) + "</p>";
    }
    html += "</blockquote>\n";
}

void add_items(std::string& html, const Sheet& sheet) {
    if (sheet.items.empty()) return;
    html +=
        "<ul class=\"ink\" style=\"margin:0 0 16px;padding:0 0 0 20px;font-size:16px;line-height:24px;"
        "color:#26222a;\">\n";
    for (const auto& item : sheet.items) {
        html += "<li style=\"margin:0 0 6px;\">" + in_lines(item.text);
        if (item.quote) {
            html += "\n";
            add_quote(html, *item.quote);
        } else if (!item.url.empty()) {
            html += "<br>";
        }
        html += escaped(item.url) + "</li>\n";
    }
    html += "</ul>\n";
}

/// The same as plain text: no line of it stands without its mark.
std::string quoted(const Sheet::Quote& quote) {
    std::string text = "> ";
    for (const char c : quote.text) text += c == '\n' ? std::string("\n> ") : std::string(1, c);
    text += "\n";
    if (!quote.by.empty()) text += quote.by + "\n";
    return text;
}

void add_button(std::string& html, const Sheet& sheet) {
    if (!sheet.button || !is_web(sheet.button->url)) return;
    const auto url = escaped(sheet.button->url);
    html +=
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:6px 0 "
        "12px;\"><tr><td bgcolor=\"#652b6f\" style=\"border-radius:8px;\"><a href=\"" +
        url +
        "\" style=\"display:inline-block;padding:12px 22px;font-size:16px;line-height:20px;font-weight:600;"
        "color:#ffffff;text-decoration:none;\">" +
        escaped(sheet.button->text) +
        "</a></td></tr></table>\n<p class=\"ink-2\" style=\"margin:0 0 "
        "8px;font-size:13px;line-height:19px;color:#5c5661;word-break:break-all;\">" +
        url + "</p>\n";
}

void add_footer(std::string& html, const Sheet& sheet) {
    html += "<p class=\"ink-2\" style=\"margin:16px 4px 0;font-size:13px;line-height:19px;color:#5c5661;\">";
    for (const auto& line : sheet.footer) html += in_lines(line) + " ";
    std::string_view between;
    for (const auto& way : sheet.ways_out) {
        if (!is_web(way.url)) continue;
        html += between;
        html += "<a class=\"ink-2\" style=\"color:#5c5661;\" href=\"" + escaped(way.url) + "\">" + escaped(way.text) +
                "</a>";
        between = " · ";
    }
    html += "</p>\n";
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string html;
    html.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            case '\0':
                html += "\xEF\xBF\xBD";
                break;
            default:
                html += c;
        }
    }
    return html;
}

std::string html_of(const Sheet& sheet) {
    std::string html(k_head);
    html += escaped(sheet.heading);
    html += k_styles;
    html += "<div style=\"display:none;max-height:0;overflow:hidden;\">" + escaped(sheet.preheader) + "</div>\n";
    html += std::string(k_table) +
            " class=\"ground\" style=\"background:#f3f3f3;\"><tr><td align=\"center\" "
            "style=\"padding:24px 12px;\">\n";
    html +=
        "<table role=\"presentation\" width=\"560\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
        "style=\"width:100%;max-width:560px;text-align:left;\"><tr><td>\n";
    html +=
        "<p class=\"accent\" style=\"margin:0 4px 12px;font-size:20px;line-height:26px;font-weight:650;"
        "color:#652b6f;\">" +
        escaped(sheet.site) + "</p>\n";
    html += std::string(k_table) +
            " class=\"card\" style=\"background:#ffffff;border-radius:12px;\"><tr><td "
            "style=\"padding:26px 26px 18px;\">\n";
    html +=
        "<h1 class=\"ink\" style=\"margin:0 0 14px;font-size:22px;line-height:29px;font-weight:650;"
        "color:#26222a;\">" +
        escaped(sheet.heading) + "</h1>\n";
    for (const auto& sentence : sheet.sentences) add_paragraph(html, sentence);
    add_picture(html, sheet);
    add_items(html, sheet);
    add_pass(html, sheet);
    if (sheet.quote) add_quote(html, *sheet.quote);
    add_button(html, sheet);
    html += "</td></tr></table>\n";
    add_footer(html, sheet);
    html += "</td></tr></table>\n</td></tr></table>\n</body>\n</html>\n";
    return html;
}

std::string text_of(const Sheet& sheet) {
    std::string text = sheet.heading + "\n\n";
    for (const auto& sentence : sheet.sentences) text += sentence + "\n\n";
    for (const auto& item : sheet.items) {
        text += "- " + item.text + "\n";
        if (item.quote) text += quoted(*item.quote);
        if (!item.url.empty()) text += item.url + "\n";
    }
    if (!sheet.items.empty()) text += "\n";
    for (const auto& [label, value] : sheet.pass) text += label + ": " + value + "\n";
    if (!sheet.pass.empty()) text += "\n";
    if (sheet.quote) text += quoted(*sheet.quote) + "\n";
    if (sheet.button) text += sheet.button->text + ":\n" + sheet.button->url + "\n\n";
    text += "-- \n" + sheet.site + "\n";
    for (const auto& line : sheet.footer) text += line + "\n";
    for (const auto& way : sheet.ways_out) text += way.text + ": " + way.url + "\n";
    return text;
}

}  // namespace exeat::mail
