// The real exeat-media on the files of tests/corpus/pictures: what becomes a picture and how it looks, and that what is
// none is one answer with a reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "service/media/decoder.h"
#include "service/media/testing/scratch_file.h"

namespace exeat::media {
namespace {

using testing::ScratchFile;

std::string bytes_of(const std::string& name) {
    std::ifstream file(EXEAT_SOURCE_DIR "/tests/corpus/pictures/" + name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_TRUE(file) << name;
    return text.str();
}

PictureFormat format_of(const std::string& name) {
    if (name.ends_with(".png")) return PictureFormat::png;
    if (name.ends_with(".gif")) return PictureFormat::gif;
    if (name.ends_with(".webp")) return PictureFormat::webp;
    if (name.ends_with(".tiff")) return PictureFormat::tiff;
    if (name.ends_with(".svg")) return PictureFormat::svg;
    if (name.ends_with(".pdf")) return PictureFormat::pdf;
    return PictureFormat::jpeg;
}

Decoder& decoder() {
    static Decoder one({EXEAT_MEDIA, 60'000});
    return one;
}

Result<Picture> made_of(const std::string& bytes, PictureFormat format, std::vector<Wanted> outputs) {
    const ScratchFile file(bytes);
    Request request;
    request.format = format;
    request.limits.cpu_seconds = 5;
    request.outputs = std::move(outputs);
    return decoder().make(request, file.descriptor());
}
Result<Picture> made_of(const std::string& name, std::uint32_t longest = 480) {
    return made_of(bytes_of(name), format_of(name), {{longest, Marking::clean}});
}
std::string code_of(const std::string& name) {
    const auto made = made_of(name);
    return made ? "made" : made.error().code;
}

/// The colour that a decoder finds in what a decoder made.
std::array<std::uint8_t, 3> colour_of(const Output& output) {
    const auto format = output.type == OutputType::jpeg ? PictureFormat::jpeg : PictureFormat::webp;
    const auto again = made_of(output.bytes, format, {{480, Marking::clean}});
    EXPECT_TRUE(again) << again.error().detail;
    return again ? again->colour : std::array<std::uint8_t, 3>{};
}

MATCHER_P(is_about, colour, "") {
    const std::array<int, 3> wanted = colour;
    for (std::size_t i = 0; i < 3; ++i) {
        if (std::abs(arg[i] - wanted[i]) > 6) return false;
    }
    return true;
}
constexpr std::array k_red{200, 30, 30};
constexpr std::array k_blue{30, 30, 200};

struct Right {
    const char* name;
    std::uint32_t width;
    std::uint32_t height;
    OutputType type = OutputType::jpeg;
    std::array<int, 3> colour = k_red;
    std::uint32_t made_width = 0;  // 0: as the file has
    std::uint32_t made_height = 0;
};
std::ostream& operator<<(std::ostream& out, const Right& right) {
    return out << right.name;
}

std::string name_of(std::string name) {
    for (char& letter : name) letter = std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
    return name;
}

class RightPictures : public ::testing::TestWithParam<Right> {};

TEST_P(RightPictures, AreMade) {
    const auto& want = GetParam();
    const auto made = made_of(want.name);
    ASSERT_TRUE(made) << made.error().code << " " << made.error().detail;
    EXPECT_EQ(made->width, want.width);
    EXPECT_EQ(made->height, want.height);
    EXPECT_THAT(made->colour, is_about(want.colour));
    const auto& output = made->outputs.front();
    EXPECT_EQ(output.type, want.type);
    EXPECT_EQ(output.width, want.made_width == 0 ? want.width : want.made_width);
    EXPECT_EQ(output.height, want.made_height == 0 ? want.height : want.made_height);
    EXPECT_THAT(colour_of(output), is_about(want.colour));
}
INSTANTIATE_TEST_SUITE_P(
    Corpus, RightPictures,
    ::testing::Values(Right{"plain.jpg", 120, 80}, Right{"plain.png", 120, 80}, Right{"plain.webp", 120, 80},
                      Right{"plain.tiff", 120, 80}, Right{"turned.jpg", 80, 120}, Right{"display-p3.jpg", 120, 80},
                      Right{"cmyk.jpg", 120, 80, OutputType::jpeg, {205, 39, 42}}, Right{"opaque-alpha.png", 120, 80},
                      Right{"transparent.png", 120, 80, OutputType::webp},
                      Right{"one-pixel.png", 1, 1, OutputType::jpeg, {1, 2, 3}}, Right{"animated.gif", 4, 4},
                      Right{"animated.webp", 4, 4}, Right{"logo.svg", 16, 16, OutputType::webp, k_red, 480, 480},
                      Right{"script.svg", 16, 16, OutputType::jpeg, k_blue, 480, 480},
                      Right{"two-pages.pdf", 200, 300, OutputType::jpeg, k_red, 320, 480},
                      Right{"script.pdf", 200, 300, OutputType::jpeg, k_blue, 320, 480},
                      Right{"broken-xref.pdf", 200, 300, OutputType::jpeg, k_red, 320, 480}),
    [](const auto& info) { return name_of(info.param.name); });

TEST(DrawnPictures, AreDrawnHoweverLargeTheyCallThemselves) {
    for (const auto* name : {"huge.svg", "huge-page.pdf", "blur.svg"}) {
        const auto made = made_of(name);
        ASSERT_TRUE(made) << name;
        EXPECT_EQ(made->outputs.front().height, 480U) << name;
    }
}

TEST(DrawnPictures, ShowNoOtherFile) {
    const auto made = made_of("external.svg");
    ASSERT_TRUE(made);
    const auto nothing = made_of("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"/>",
                                 PictureFormat::svg, {{480, Marking::clean}});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(made->outputs.front().bytes, nothing->outputs.front().bytes);
}

TEST(DrawnPictures, HaveTheirText) {
    const auto made = made_of("text.svg");
    ASSERT_TRUE(made);
    EXPECT_THAT(made->colour, is_about(std::array{0, 0, 0}));
}

struct Wrong {
    const char* name;
    const char* code;
};
std::ostream& operator<<(std::ostream& out, const Wrong& wrong) {
    return out << wrong.name;
}
class WrongPictures : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongPictures, AreOneFailureWithAReason) {
    EXPECT_EQ(code_of(GetParam().name), GetParam().code);
    EXPECT_EQ(code_of("plain.jpg"), "made");
}
INSTANTIATE_TEST_SUITE_P(
    Corpus, WrongPictures,
    ::testing::Values(Wrong{"bomb.png", "picture-too-large"}, Wrong{"bomb.tiff", "picture-too-large"},
                      Wrong{"empty.png", "picture-broken"}, Wrong{"truncated.jpg", "picture-broken"},
                      Wrong{"truncated.gif", "picture-broken"}, Wrong{"noise.jpg", "picture-broken"},
                      Wrong{"page.html", "picture-broken"}, Wrong{"entity.svg", "picture-broken"},
                      Wrong{"laughs.svg", "picture-broken"}, Wrong{"deep.svg", "picture-broken"},
                      Wrong{"no-pages.pdf", "picture-broken"}, Wrong{"loop.pdf", "picture-broken"},
                      Wrong{"cut.pdf", "picture-broken"}, Wrong{"locked.pdf", "picture-encrypted"}),
    [](const auto& info) { return name_of(info.param.name); });

TEST(WrongPictures, AFileOfAnotherFormatIsNone) {
    for (const auto format : {PictureFormat::png, PictureFormat::gif, PictureFormat::webp, PictureFormat::tiff,
                              PictureFormat::svg, PictureFormat::pdf}) {
        const auto made = made_of(bytes_of("plain.jpg"), format, {{480, Marking::clean}});
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, "picture-broken");
    }
}

TEST(Outputs, ComeInTheOrderThatWasAskedFor) {
    const auto made = made_of(bytes_of("plain.png"), PictureFormat::png,
                              {{60, Marking::clean}, {480, Marking::clean}, {60, Marking::padlock}});
    ASSERT_TRUE(made);
    ASSERT_EQ(made->outputs.size(), 3U);
    EXPECT_EQ(made->outputs[0].width, 60U);
    EXPECT_EQ(made->outputs[0].height, 40U);
    EXPECT_EQ(made->outputs[1].width, 120U);
    EXPECT_EQ(made->outputs[2].width, 60U);
    EXPECT_NE(made->outputs[0].bytes, made->outputs[2].bytes);
}

TEST(Outputs, APadlockIsSeenAlsoOnWhatIsTransparent) {
    const auto svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"/>";
    const auto clean = made_of(svg, PictureFormat::svg, {{480, Marking::clean}});
    const auto marked = made_of(svg, PictureFormat::svg, {{480, Marking::padlock}});
    ASSERT_TRUE(clean && marked);
    EXPECT_GT(marked->outputs.front().bytes.size(), clean->outputs.front().bytes.size());
}

}  // namespace
}  // namespace exeat::media
