#include "api/pages.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace exeat::api {
namespace {

namespace fs = std::filesystem;

class Pages : public ::testing::Test {
protected:
    void SetUp() override {
        fs::create_directories(folder_ / "assets");
        write("index.html", R"(<!doctype html><html lang="en" dir="ltr"><body></body></html>)");
        write("assets/page-1a2b.js", "plain");
        write("assets/page-1a2b.js.gz", "packed");
        ASSERT_TRUE(add_pages(router_, folder_.string()));
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }

    http::Response get(const std::string& path, const http::Headers& headers = {}) {
        const auto match = router_.match(http::Method::get, path);
        http::Request request;
        request.method = http::Method::get;
        request.path = path;
        request.headers = headers;
        return std::get<http::Handler>(match.route->handler)(request);
    }
    static http::Headers with(const std::string& name, const std::string& value) {
        http::Headers headers;
        headers.set(name, value);
        return headers;
    }
    static std::string body(const http::Response& response) { return std::get<std::string>(response.body); }

    fs::path folder_ = fs::temp_directory_path() / ("exeat-pages-" + std::to_string(::getpid()));
    http::Router router_;
};

TEST_F(Pages, AreSentPackedToThoseWhoTakeIt) {
    const auto plain = get("/assets/page-1a2b.js");
    EXPECT_EQ(body(plain), "plain");
    EXPECT_FALSE(plain.headers.find("Content-Encoding"));
    EXPECT_EQ(plain.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
    const auto packed = get("/assets/page-1a2b.js", with("Accept-Encoding", "br, gzip"));
    EXPECT_EQ(body(packed), "packed");
    EXPECT_EQ(packed.headers.find("Content-Encoding"), "gzip");
    EXPECT_EQ(packed.headers.find("Vary"), "Accept-Encoding");
    EXPECT_EQ(packed.headers.find("Content-Type"), plain.headers.find("Content-Type"));
    EXPECT_NE(packed.headers.find("ETag"), plain.headers.find("ETag"));
    EXPECT_EQ(body(get("/assets/page-1a2b.js", with("Accept-Encoding", "gzip;q=0"))), "plain");
    EXPECT_EQ(get("/assets/page-1a2b.js.gz").status, 404) << "not a page of its own";
}

TEST_F(Pages, KnowThemeAndLanguageBeforeTheFirstPaint) {
    EXPECT_NE(body(get("/index.html")).find(R"(<html lang="en" dir="ltr">)"), std::string::npos);
    const auto dark = get("/index.html", with("Cookie", "exeat_theme=dark; exeat_language=ar"));
    EXPECT_NE(body(dark).find(R"(<html lang="ar" dir="rtl" data-theme="dark">)"), std::string::npos);
    EXPECT_NE(dark.headers.find("ETag"), get("/index.html").headers.find("ETag"));
    EXPECT_EQ(dark.headers.find("Vary"), "Cookie");
    const std::string tag(*dark.headers.find("ETag"));
    auto again = with("Cookie", "exeat_theme=dark; exeat_language=ar");
    again.set("If-None-Match", tag);
    EXPECT_EQ(get("/index.html", again).status, 304);
    again.set("Cookie", "exeat_theme=light");
    EXPECT_EQ(get("/index.html", again).status, 200) << "another look is another page";
}

TEST_F(Pages, TakeNoOtherWordFromACookie) {
    const auto page = get("/index.html", with("Cookie", "exeat_theme=\"><script>; exeat_language=xx"));
    EXPECT_NE(body(page).find(R"(<html lang="en" dir="ltr">)"), std::string::npos);
    EXPECT_EQ(body(page).find("script"), std::string::npos);
}

TEST_F(Pages, AnswerUnknownAddressesOfPeopleWithTheEntry) {
    EXPECT_EQ(get("/l/somewhere", with("Accept", "text/html")).status, 200);
    EXPECT_EQ(get("/l/somewhere").status, 404);
    EXPECT_EQ(get("/api/nowhere", with("Accept", "text/html")).status, 404);
}

}  // namespace
}  // namespace exeat::api
