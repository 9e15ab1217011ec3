#include "core/policy/file_set.h"

#include <gtest/gtest.h>

namespace exeat::policy {
namespace {

using Words = std::vector<std::string>;

KeptFileSet kept(const Words& words) {
    auto set = KeptFileSet::parse(words);
    EXPECT_TRUE(set.has_value());
    return *std::move(set);
}
File conversion(std::string_view preset) {
    return {FileClass::conversion, FileClass::original, preset, false};
}
File of(FileClass file_class, FileClass behind) {
    return {file_class, behind, {}, false};
}

TEST(FileWords, AreFourClassesAndPresets) {
    EXPECT_EQ(parse_file_word("version")->file_class, FileClass::version);
    EXPECT_EQ(parse_file_word("preset:web")->preset, "web");
    EXPECT_FALSE(parse_file_word("preset:original")->file_class);
    EXPECT_EQ(parse_file_word("preset:")->preset, "");
    for (const char* text : {"detail", "proxy", "metadata", "pdf", "Original", "preset", "", "web", " original"}) {
        EXPECT_FALSE(parse_file_word(text)) << text;
    }
}

TEST(FileSets, HoldByClassOrPreset) {
    const KeptFileSet set = kept({"preset:web", "attachment", "preset:custom"});
    EXPECT_TRUE(set.view().holds(conversion("web")));
    EXPECT_TRUE(set.view().holds(conversion("custom")));
    EXPECT_FALSE(set.view().holds(conversion("Web")));
    EXPECT_FALSE(set.view().holds({}));
    EXPECT_TRUE(set.view().holds({FileClass::attachment, FileClass::original, {}, false}));
    EXPECT_TRUE(kept({"conversion"}).view().holds(conversion("any")));
    EXPECT_FALSE(kept({"preset:web"}).view().holds({FileClass::original, FileClass::original, "web", false}));
}

TEST(FileSets, HoldADetailByTheClassThatItIsOf) {
    const KeptFileSet set = kept({"original", "attachment"});
    EXPECT_TRUE(set.view().holds(of(FileClass::detail, FileClass::original)));
    EXPECT_TRUE(set.view().holds(of(FileClass::detail, FileClass::attachment)));
    EXPECT_FALSE(set.view().holds(of(FileClass::detail, FileClass::version)));
    EXPECT_FALSE(set.view().holds(of(FileClass::proxy, FileClass::original)));
}

TEST(FileSets, NullIsEveryFileAndEmptyIsNone) {
    for (std::size_t i = 0; i < k_words<FileClass>.size(); ++i) {
        const File file{static_cast<FileClass>(i), FileClass::original, "web", false};
        EXPECT_TRUE(KeptFileSet::every().view().holds(file));
        EXPECT_FALSE(KeptFileSet().view().holds(file));
        EXPECT_FALSE(kept({}).view().holds(file));
    }
}

TEST(KeptFileSets, SayTheirWordsAgain) {
    EXPECT_EQ(kept({"preset:b", "version", "original", "preset:a", "preset:b"}).words(),
              (Words{"original", "version", "preset:b", "preset:a"}));
    EXPECT_TRUE(KeptFileSet().words().empty());
}

TEST(KeptFileSets, CopiesOutliveTheFirst) {
    KeptFileSet copy;
    {
        const KeptFileSet first = kept({"preset:a preset with a name that is kept on the heap", "preset:web"});
        copy = first;
    }
    EXPECT_TRUE(copy.view().holds(conversion("web")));
}

TEST(KeptFileSets, NameTheWordThatIsNone) {
    const auto set = KeptFileSet::parse(Words{"original", "orignal"});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().kind, ErrorKind::invalid);
    EXPECT_NE(set.error().text.find("\"orignal\""), std::string::npos);
}

}  // namespace
}  // namespace exeat::policy
