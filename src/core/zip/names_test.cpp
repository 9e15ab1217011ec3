#include "core/zip/names.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/vocabulary/utf8.h"

namespace exeat::zip {
namespace {

TEST(ZipNames, SafeNamesAreKeptExactly) {
    for (const char* name :
         {"photo.jpg", "Übersicht 2026 (final).pdf", "a", "👩‍🚀.png", ".htaccess", "no extension", "x.tar.gz",
          "日本語.txt", " leading space", "semi;colon,comma'quote&amp=1+1#[]{}~!@$%^", "console.txt", "com.txt",
          "com10", "lpt", "null.jpg", "a..b", "..a", "CON1"}) {
        EXPECT_EQ(safe_part(name), name);
        EXPECT_EQ(safe_path(name), name);
    }
    const std::string longest(k_longest_part, 'n');
    EXPECT_EQ(safe_part(longest), longest);
}

TEST(ZipNames, WhatIsNotSafeIsReplaced) {
    EXPECT_EQ(safe_part(""), "_");
    EXPECT_EQ(safe_part("."), "_");
    EXPECT_EQ(safe_part(".."), "_");
    EXPECT_EQ(safe_part("..."), ".._");
    EXPECT_EQ(safe_part(" "), "_");
    EXPECT_EQ(safe_part("name."), "name_");
    EXPECT_EQ(safe_part("name "), "name_");
    EXPECT_EQ(safe_part("a/b"), "a_b");
    EXPECT_EQ(safe_part("..\\..\\etc"), ".._.._etc");
    EXPECT_EQ(safe_part("C:evil?*\"<>|"), "C_evil______");
    EXPECT_EQ(safe_part(std::string_view("a\0b\nc\x7f", 6)), "a_b_c_");
    EXPECT_EQ(safe_part("\xc2\x85\xe2\x80\xaegpj.exe"), "__gpj.exe");
    EXPECT_EQ(safe_part("\xff\xfe"
                        "a\xc0\xaf"),
              "__a__");
}

TEST(ZipNames, WhatWindowsReservesIsPrefixed) {
    for (const char* name : {"CON", "con.txt", "PRN", "aux.tar.gz", "nul", "NUL .txt", "com1", "COM9.jpg", "lpt0",
                             "LPT¹", "conin$", "CONOUT$.log", "com³.x"}) {
        EXPECT_EQ(safe_part(name), "_" + std::string(name));
    }
}

TEST(ZipNames, PathsCannotLeaveTheirFolder) {
    EXPECT_EQ(safe_path("/etc/passwd"), "etc/passwd");
    EXPECT_EQ(safe_path("../../a"), "_/_/a");
    EXPECT_EQ(safe_path("a//./b/"), "a/_/b");
    EXPECT_EQ(safe_path("//"), "_");
    EXPECT_EQ(safe_path(""), "_");
    EXPECT_EQ(safe_path("C:\\a/nul/x. "), "C__a/_nul/x._");
}

TEST(ZipNames, LongOnesAreCutBetweenCharacters) {
    const auto cut = safe_part(std::string(240, 'a') + "ééééééééééé" + ".jpeg");
    EXPECT_EQ(cut, std::string(240, 'a') + "ééééé" + ".jpeg");
    EXPECT_EQ(safe_part(std::string(300, 'b')).size(), k_longest_part);
    EXPECT_EQ(safe_part(std::string(254, 'b') + ". " + std::string(30, 'c')), std::string(254, 'b') + "_");
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += "folder/";
    EXPECT_EQ(safe_path(deep + "file.jpg"), "file.jpg");
}

TEST(ZipNames, DuplicatesAreNumbered) {
    EXPECT_EQ(unique_paths({"a.jpg", "a.jpg", "A.JPG", "a (2).jpg", "a.jpg"}),
              (std::vector<std::string>{"a.jpg", "a (3).jpg", "A (4).JPG", "a (2).jpg", "a (5).jpg"}));
    EXPECT_EQ(unique_paths({"x/a", "y/a", "x/a", ".a", ".a", "a.tar.gz", "a.tar.gz"}),
              (std::vector<std::string>{"x/a", "y/a", "x/a (2)", ".a", ".a (2)", "a.tar.gz", "a.tar (2).gz"}));
    EXPECT_EQ(unique_paths({"..", ".", ""}), (std::vector<std::string>{"_", "_ (2)", "_ (3)"}));
    const std::string longest(k_longest_part, 'n');
    EXPECT_EQ(unique_paths({longest, longest})[1], std::string(k_longest_part - 4, 'n') + " (2)");
}

TEST(ZipNames, NoFileIsAFolderOfAnother) {
    EXPECT_EQ(unique_paths({"a", "A/b", "a/b/c"}), (std::vector<std::string>{"a (2)", "A/b (2)", "a/b/c"}));
    EXPECT_EQ(unique_paths({"a (2)/x", "a/y", "a"}), (std::vector<std::string>{"a (2)/x", "a/y", "a (3)"}));
}

TEST(ZipNames, ManyOfOneNameAreNumberedQuickly) {
    const auto unique = unique_paths(std::vector<std::string>(100'000, "same.jpg"));
    EXPECT_EQ(unique.back(), "same (100000).jpg");
    EXPECT_EQ(std::set<std::string>(unique.begin(), unique.end()).size(), 100'000U);
}

TEST(ZipNames, PlaceholdersHaveTheSameLength) {
    EXPECT_EQ(placeholder_path("photos/harbour at night.jpg", 7), "photos/withdrawn-7_____.txt");
    EXPECT_EQ(placeholder_path("brochure.pdf", 1234), "gone-1234___");
    EXPECT_EQ(placeholder_path("photos/a.jpg", 7), "photos/a.jpg") << "no room: it keeps its name";
    EXPECT_EQ(placeholder_path("photos/ab.jpg", 7), "photos/gone-7");
    for (std::size_t size = 1; size < 40; ++size) {
        for (const std::size_t number : {0UZ, 9UZ, 10UZ, 99'999UZ}) {
            const std::string path = "folder/" + std::string(size, 'x');
            const auto placeholder = placeholder_path(path, number);
            ASSERT_EQ(placeholder.size(), path.size());
            if (placeholder != path) ASSERT_EQ(placeholder_number(placeholder), number);
        }
    }
}

TEST(ZipNames, PlaceholdersAreRecognised) {
    EXPECT_EQ(placeholder_number("a/WITHDRAWN-12__.TXT"), 12U);
    EXPECT_EQ(placeholder_number("gone-0"), 0U);
    for (const char* path : {"a", "withdrawn-", "withdrawn-.txt", "withdrawn-1x.txt", "withdrawn-1.jpg", "gone-",
                             "gone-___", "gone-1_2", "gone-12345678901234567890", "gone-1/a", "withdrawn-txt"}) {
        EXPECT_EQ(placeholder_number(path), std::string::npos) << path;
    }
}

TEST(ZipNames, AnyBytesBecomeSafeAndUnique) {
    std::mt19937 random(11);
    constexpr std::string_view some = "./\\:AaNnUuLl12 \xc3\xa9\xe2\x80\xae\xff*";
    for (int round = 0; round < 300; ++round) {
        std::vector<std::string> paths(1 + random() % 40);
        for (auto& path : paths) {
            path.resize(random() % 8);
            for (auto& c : path) c = random() % 5 == 0 ? static_cast<char>(random()) : some[random() % some.size()];
        }
        std::set<std::string> seen;
        const auto unique = unique_paths(paths);
        for (const auto& path : unique) {
            ASSERT_EQ(safe_path(path), path) << "what is safe stays as it is";
            ASSERT_TRUE(seen.insert(folded(path)).second);
            for (std::string_view rest = path; !rest.empty();) {
                const auto next = first_character(rest);
                ASSERT_TRUE(next.valid);
                rest.remove_prefix(next.length);
            }
        }
        for (const auto& path : unique) {
            for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
                ASSERT_FALSE(seen.contains(folded(path.substr(0, slash)))) << path;
            }
        }
    }
}

}  // namespace
}  // namespace exeat::zip
