#include "service/mail/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace exeat::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Every place holds the same words.
Sheet full_of(const std::string& words, const std::string& url = "https://exeat.example.org/a") {
    Sheet sheet;
    sheet.site = sheet.preheader = sheet.heading = words;
    sheet.sentences = {words};
    sheet.picture = words;
    sheet.pass = {{words, words}};
    sheet.items.push_back({words, Sheet::Quote{words, words}, url});
    sheet.quote = Sheet::Quote{words, words};
    sheet.button = Sheet::Button{words, url};
    sheet.footer = {words};
    sheet.ways_out.push_back({words, url});
    return sheet;
}

TEST(Sheet, NothingThatIsPutInBecomesMarkup) {
    for (const std::string bad : {"<script>alert(1)</script>", "\"><img src=x onerror=1>", "'-->", "</td></table>",
                                  "&lt;b&gt;", "</title><style>"}) {
        const auto html = html_of(full_of(bad));
        EXPECT_THAT(html, HasSubstr(escaped(bad)));
        EXPECT_THAT(html, Not(HasSubstr(bad))) << bad;
    }
    const auto tags = [](const std::string& html) { return std::ranges::count(html, '<'); };
    EXPECT_EQ(tags(html_of(full_of("<<<<"))), tags(html_of(full_of("calm"))));
}

TEST(Sheet, LinksToPagesOnly) {
    for (const std::string bad : {"javascript:alert(1)", "data:text/html,x", "//evil.example", ""}) {
        EXPECT_THAT(html_of(full_of("x", bad)), Not(HasSubstr("href"))) << bad;
    }
    const auto html = html_of(full_of("x", "https://exeat.example.org/?a=\"onclick=1"));
    EXPECT_THAT(html, HasSubstr("href=\"https://exeat.example.org/?a=&quot;onclick=1\""));
}

TEST(Sheet, SaysTheSameAsPlainText) {
    const auto text = text_of(full_of("said"));
    EXPECT_THAT(text, HasSubstr("- said\n"));
    EXPECT_THAT(text, HasSubstr("> said\n"));
    EXPECT_THAT(text, HasSubstr("said: said\n"));
    EXPECT_THAT(text, HasSubstr("https://exeat.example.org/a\n"));
    EXPECT_THAT(text, Not(HasSubstr("<")));
}

}  // namespace
}  // namespace exeat::mail
