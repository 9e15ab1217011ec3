#include "service/media/type_finder.h"

#include <gtest/gtest.h>

namespace exeat::media {
namespace {

class Types : public ::testing::Test {
protected:
    void SetUp() override {
        auto opened = TypeFinder::open();
        ASSERT_TRUE(opened) << opened.error().text;
        finder_ = std::move(*opened);
    }
    std::string of(std::string_view bytes, std::string_view name) {
        return finder_->type_of(std::as_bytes(std::span(bytes)), name);
    }
    std::unique_ptr<TypeFinder> finder_;
};

TEST_F(Types, ComeFromContentNotFromTheName) {
    EXPECT_EQ(of(std::string_view("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0", 29), "photo.jpg"),
              "image/png");
    EXPECT_EQ(of("%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "invoice.exe"), "application/pdf");
    EXPECT_EQ(of("glTF\2\0\0\0", "model"), "model/gltf-binary");
    EXPECT_EQ(of(std::string_view("\0\0\0\x1c"
                                  "ftypavif\0\0\0\0",
                                  16),
                 "a"),
              "image/avif");
}

TEST_F(Types, UseTheNameWhereContentsLookAlike) {
    EXPECT_EQ(of("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "logo.svg"), "image/svg+xml");
    EXPECT_EQ(of("a,b\n1,2\n", "table.csv"), "text/csv");
}

TEST_F(Types, KnowNothingOfNoise) {
    EXPECT_EQ(of("", "empty.jpg"), "application/octet-stream");
    EXPECT_EQ(of("\x01\x02\x03\x04\x05\x06", "x"), "application/octet-stream");
}

}  // namespace
}  // namespace exeat::media
