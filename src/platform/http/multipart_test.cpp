#include "platform/http/multipart.h"

#include <gtest/gtest.h>

#include <random>

namespace exeat::http {
namespace {

/// Writes down what a parser says.
class Transcript final : public PartHandler {
public:
    Done part_begin(const PartHead& head) override {
        text += "<" + head.name + (head.file_name ? "|" + *head.file_name : "") + ">";
        return {};
    }
    Done part_data(std::span<const std::byte> bytes) override {
        EXPECT_FALSE(bytes.empty());
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return stop_on_data ? fail(ErrorKind::conflict, "mine", "stop") : Done();
    }
    Done part_end() override {
        text += "</>";
        return {};
    }
    std::string text;
    bool stop_on_data = false;
};

Done parse(std::string_view body, Transcript& transcript, std::size_t step = SIZE_MAX, MultipartLimits limits = {}) {
    MultipartParser parser("B", transcript, limits);
    while (!body.empty()) {
        const auto part = body.substr(0, step);
        EXEAT_TRY(parser.feed(std::as_bytes(std::span(part))));
        body.remove_prefix(part.size());
    }
    return parser.finish();
}

std::string part(std::string_view parameters, std::string_view data, std::string_view fields = "") {
    return "--B\r\nContent-Disposition: form-data; " + std::string(parameters) + "\r\n" + std::string(fields) + "\r\n" +
           std::string(data) + "\r\n";
}

std::string transcript_of(std::string_view body) {
    Transcript transcript;
    const auto done = parse(body, transcript);
    return done ? transcript.text : done.error().code;
}

TEST(Multipart, GivesItsPartsInOrder) {
    const auto body = part("name=\"a\"", "1") +
                      part("name=f; filename=\"x.txt\"", "file\r\n--b", "Content-Type: x/y\r\n") +
                      part("name=\"empty\"", "") + "--B--\r\n";
    EXPECT_EQ(transcript_of(body), "<a>1</><f|x.txt>file\r\n--b</><empty></>");
    EXPECT_EQ(transcript_of("\r\n" + body), transcript_of(body)) << "a line end may stand first";
    EXPECT_EQ(transcript_of("--B--"), "");
    EXPECT_EQ(transcript_of("--B  \t\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--"), "<a>x</>");
}

TEST(Multipart, SaysTheSameHoweverTheBytesAreCut) {
    std::mt19937 random(7);
    const std::string_view alphabet = "\r\n-Bb";
    for (int round = 0; round < 300; ++round) {
        std::string data;
        for (auto n = random() % 60; n > 0; --n) data.push_back(alphabet[random() % alphabet.size()]);
        if (("\r\n" + data + "\r\n").find("\r\n--B") != std::string::npos) continue;
        const auto body = part("name=\"n\"; filename=\"f\"", data) + part("name=\"z\"", "end") + "--B--\r\n";
        for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, body.size()}) {
            Transcript transcript;
            ASSERT_TRUE(parse(body, transcript, step));
            ASSERT_EQ(transcript.text, "<n|f>" + data + "</><z>end</>");
        }
    }
}

TEST(Multipart, KeepsFileNamesAsBrowsersWriteThem) {
    const auto name_of = [](std::string_view written) {
        return transcript_of(part("name=\"f\"; filename=" + std::string(written), "") + "--B--");
    };
    EXPECT_EQ(name_of("\"a%22b%0D%0A.txt\""), "<f|a\"b\r\n.txt></>");
    EXPECT_EQ(name_of("\"100%25.txt\""), "<f|100%25.txt></>");
    EXPECT_EQ(name_of("\"a\\b.txt\""), "<f|a\\b.txt></>");
    EXPECT_EQ(name_of("\"end\\\""), "<f|end\\></>");
    EXPECT_EQ(name_of("\"old\\\"curl.txt\""), "<f|old\"curl.txt></>");
    EXPECT_EQ(name_of("\"semi;colon=.txt\""), "<f|semi;colon=.txt></>");
    EXPECT_EQ(name_of("\"\xC3\xBC\xF0\x9F\x98\x80.jpg\""), "<f|\xC3\xBC\xF0\x9F\x98\x80.jpg></>");
    EXPECT_EQ(name_of("\"\""), "<f|></>");
    EXPECT_EQ(name_of(std::string("\"a\x01\0b\"", 6)), std::string("<f|a\x01\0b></>", 11)) << "not ours to judge";
    EXPECT_EQ(name_of("\"a\nb\""), "bad-multipart");
    EXPECT_EQ(name_of("plain.txt"), "<f|plain.txt></>");
    EXPECT_EQ(name_of("\"x\"; filename*=UTF-8''y"), "bad-multipart");
}

TEST(Multipart, RefusesWhatItCannotRead) {
    const auto good = part("name=\"a\"", "1");
    for (const std::string& body :
         {std::string(), std::string("x") + good + "--B--", good, good + "--B-", good + "--B--x", good + "--Bx\r\n\r\n",
          std::string("--B\r\n\r\nx\r\n--B--"), std::string("--B\r\nContent-Type: a/b\r\n\r\nx\r\n--B--"),
          part("filename=\"x\"", "") + "--B--", part("name=\"a\"; name=\"b\"", "") + "--B--",
          part("name=\"a", "") + "--B--", part("name=\"a\" b", "") + "--B--", part("name=a b", "") + "--B--",
          part("name=\"a\"", "", "Content-Transfer-Encoding: base64\r\n") + "--B--",
          part("name=\"a\"", "", "Content-Disposition: form-data; name=\"b\"\r\n") + "--B--",
          part("name=\"a\"", "", " folded: x\r\n") + "--B--", part("name=\"a\"", "", "nonsense\r\n") + "--B--",
          std::string("--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n\r\n--B--"),
          "--B" + std::string(200, ' ') + "\r\n"}) {
        EXPECT_EQ(transcript_of(body), "bad-multipart") << body;
    }
}

TEST(Multipart, KeepsItsLimits) {
    Transcript transcript;
    const auto two = part("name=\"a\"", "12345") + part("name=\"b\"", "1") + "--B--";
    EXPECT_TRUE(parse(two, transcript, 3, {.parts = 2, .head_bytes = 60, .field_bytes = 5}));
    EXPECT_EQ(parse(two, transcript, 3, {.parts = 1}).error().code, "too-many-parts");
    EXPECT_EQ(parse(two, transcript, 3, {.field_bytes = 4}).error().code, "field-too-large");
    for (const std::size_t step : {std::size_t{1}, SIZE_MAX}) {
        const auto refused =
            parse(part("name=\"" + std::string(100, 'n') + "\"", ""), transcript, step, {.head_bytes = 60});
        EXPECT_EQ(refused.error().code, "part-head-too-large");
    }
    const auto file = part("name=\"a\"; filename=\"f\"", std::string(1000, 'x')) + "--B--";
    EXPECT_TRUE(parse(file, transcript, 10, {.field_bytes = 4})) << "files have limits of their own, elsewhere";
}

TEST(Multipart, StopsWithTheErrorOfItsHandler) {
    Transcript transcript;
    transcript.stop_on_data = true;
    MultipartParser parser("B", transcript);
    const auto body = part("name=\"a\"", "12345") + "--B--";
    EXPECT_EQ(parser.feed(std::as_bytes(std::span(body))).error().code, "mine");
    EXPECT_EQ(parser.feed(std::as_bytes(std::span(body))).error().code, "mine");
    EXPECT_EQ(parser.finish().error().code, "mine");
}

TEST(Multipart, TakesItsBoundaryFromTheContentType) {
    EXPECT_EQ(*multipart_boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(*multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\""), "a b:c");
    EXPECT_EQ(multipart_boundary("application/json").error().code, "not-multipart");
    EXPECT_EQ(multipart_boundary("multipart/mixed; boundary=a").error().code, "not-multipart");
    for (const char* text : {"multipart/form-data", "multipart/form-data; boundary=\"\"",
                             "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=\"a\x01\""}) {
        EXPECT_EQ(multipart_boundary(text).error().code, "bad-multipart") << text;
    }
    EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')));
}

}  // namespace
}  // namespace exeat::http
