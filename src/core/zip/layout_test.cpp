#include "core/zip/layout.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "core/vocabulary/checksum.h"

namespace exeat::zip {
namespace {

constexpr Instant k_time{1'795'262'400'000};

/// Entries with their contents, and the archive that they make.
struct Sample {
    std::vector<std::string> contents;
    std::vector<Entry> entries;

    void add(const std::string& path, std::string content, Instant time = k_time) {
        entries.push_back({path, content.size(), crc32(content), time});
        contents.push_back(std::move(content));
    }
    [[nodiscard]] Layout layout() const {
        auto layout = Layout::make(entries);
        EXPECT_TRUE(layout);
        return *layout;
    }
    [[nodiscard]] std::string read(Cursor cursor) const {
        std::string bytes;
        while (const auto segment = cursor.next()) {
            EXPECT_GT(length_of(*segment), 0U);
            const auto before = bytes.size();
            if (const auto* literal = std::get_if<Literal>(&*segment)) bytes += literal->bytes;
            if (const auto* slice = std::get_if<Slice>(&*segment)) {
                bytes += contents.at(slice->entry).substr(slice->offset, slice->length);
            }
            if (const auto* zeros = std::get_if<Zeros>(&*segment)) bytes.append(zeros->length, '\0');
            EXPECT_EQ(bytes.size() - before, length_of(*segment));
        }
        return bytes;
    }
};

Sample random_sample(std::mt19937& random, std::size_t most) {
    Sample sample;
    const auto count = random() % (most + 1);
    for (std::size_t i = 0; i < count; ++i) {
        std::string content(random() % 4 == 0 ? 0 : random() % 300, '\0');
        for (auto& c : content) c = static_cast<char>(random());
        sample.add("folder " + std::to_string(random() % 3) + "/file" + std::string(random() % 20, 'x') + ".bin",
                   content, Instant{static_cast<std::int64_t>(random()) * 1000 - 1'000'000'000'000});
    }
    return sample;
}

TEST(ZipLayout, AnyRangeEqualsTheSliceOfTheWhole) {
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        const auto sample = random_sample(random, 12);
        const auto layout = sample.layout();
        std::map<std::size_t, Standing> standings;
        for (std::size_t i = 0; i < layout.count(); ++i) {
            standings[i] = random() % 3 == 0   ? Standing::placeholder
                           : random() % 3 == 0 ? Standing::cut
                                               : Standing::served;
        }
        const auto standing_of = [&](std::size_t entry) { return standings.at(entry); };
        const auto whole = sample.read(layout.segments(0, ~0ULL, standing_of));
        ASSERT_EQ(whole.size(), layout.total_length());
        for (int i = 0; i < 40; ++i) {
            const auto first = random() % (whole.size() + 1);
            const auto length = random() % (whole.size() + 10 - first);
            ASSERT_EQ(sample.read(layout.segments(first, length, standing_of)), whole.substr(first, length));
        }
        ASSERT_EQ(sample.read(layout.segments(whole.size() + 5, 3)), "");
        ASSERT_EQ(sample.read(layout.segments(0, 0)), "");
    }
}

TEST(ZipLayout, WhateverStandsInAPlaceOffsetsDoNotMove) {
    std::mt19937 random(6);
    for (int round = 0; round < 100; ++round) {
        const auto sample = random_sample(random, 8);
        const auto layout = sample.layout();
        if (layout.count() == 0) continue;
        const auto chosen = random() % layout.count();
        const auto served = sample.read(layout.segments(0, ~0ULL));
        const auto begin = layout.header_offset(chosen);
        const auto end =
            chosen + 1 < layout.count() ? layout.header_offset(chosen + 1) : served.find("PK\x01\x02", begin);
        for (const auto standing : {Standing::placeholder, Standing::cut}) {
            const auto other = sample.read(layout.segments(
                0, ~0ULL, [&](std::size_t entry) { return entry == chosen ? standing : Standing::served; }));
            ASSERT_EQ(other.size(), served.size());
            ASSERT_EQ(other.substr(0, begin), served.substr(0, begin));
            const auto directory = layout.header_offset(layout.count() - 1) + 30;
            if (end < directory) ASSERT_EQ(other.substr(end, directory - end), served.substr(end, directory - end));
            if (sample.contents[chosen].size() >= 4) {
                ASSERT_EQ(other.find(sample.contents[chosen]), std::string::npos) << "no byte of it leaves";
            }
        }
    }
}

TEST(ZipLayout, TheCursorSaysWhoseStandingMattersNow) {
    Sample sample;
    sample.add("first.txt", "one");
    sample.add("empty.txt", "");
    sample.add("third.txt", std::string(300, 't'));
    const auto layout = sample.layout();
    bool withdrawn = false;
    auto cursor = layout.segments(0, ~0ULL, [&](std::size_t entry) {
        return withdrawn && entry == 2 ? Standing::placeholder : Standing::served;
    });
    std::vector<std::size_t> headers;
    std::string bytes;
    while (const auto upcoming = cursor.upcoming_entry()) {
        if (cursor.at_header()) {
            EXPECT_EQ(cursor.position(), layout.header_offset(*upcoming));
            headers.push_back(*upcoming);
        }
        if (*upcoming == 2) withdrawn = true;
        const auto segment = cursor.next();
        ASSERT_TRUE(segment);
        if (const auto* literal = std::get_if<Literal>(&*segment)) bytes += literal->bytes;
    }
    EXPECT_EQ(headers, (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_NE(bytes.find("gone-2___"), std::string::npos);
    EXPECT_NE(bytes.find("This file was withdrawn"), std::string::npos);
    EXPECT_FALSE(cursor.at_header());
    EXPECT_TRUE(cursor.next()) << "the directory";
}

TEST(ZipLayout, PathsAreMadeSafeAndUnique) {
    Sample sample;
    for (const char* path : {"/../a.txt", "b.txt", "B.txt"}) sample.add(path, "x");
    const auto layout = sample.layout();
    EXPECT_EQ(layout.path(0), "_/a.txt");
    EXPECT_EQ(layout.path(1), "b.txt");
    EXPECT_EQ(layout.path(2), "B (2).txt");
}

TEST(ZipLayout, APlaceholderDoesNotTakeThePathOfAnother) {
    Sample sample;
    sample.add("abcdefgh", "0");  // its placeholder would be gone-0__, which is a file
    sample.add("GONE-0__", "1");  // its own is gone-1__
    sample.add("ijklmnop", "2");  // gone-2__, which is a folder
    sample.add("gone-2__/inside", "3");
    sample.add("gone-4__", "4");  // its own placeholder has its own name
    sample.add("qrstuvwx", "5");  // gone-5__ is free
    const auto layout = sample.layout();
    const auto bytes = sample.read(layout.segments(0, ~0ULL, [](std::size_t) { return Standing::placeholder; }));
    for (const char* path : {"abcdefgh", "gone-1__", "ijklmnop", "gone-5__", "gone-4__"}) {
        EXPECT_NE(bytes.find(path), std::string::npos) << path;
    }
}

TEST(ZipLayout, TheEtagNamesTheLayout) {
    Sample sample;
    sample.add("a.txt", "x");
    sample.add("b.txt", "y");
    const auto etag = sample.layout().etag("delivery");
    EXPECT_EQ(etag, sample.layout().etag("delivery"));
    EXPECT_TRUE(etag.starts_with("\"zip-") && etag.ends_with("\"") && etag.size() == 38) << etag;
    std::vector<std::string> all{etag, sample.layout().etag("other")};
    for (int change = 0; change < 5; ++change) {
        auto other = sample;
        if (change == 0) other.entries[0].path = "c.txt";
        if (change == 1) other.entries[0].size = 2;
        if (change == 2) other.entries[0].crc32 ^= 1U;
        if (change == 3) other.entries[0].time.ms += 1;
        if (change == 4) std::swap(other.entries[0], other.entries[1]);
        all.push_back(other.layout().etag("delivery"));
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::unique(all.begin(), all.end()), all.end());
}

TEST(ZipLayout, RefusesWhatIsTooMuch) {
    EXPECT_EQ(Layout::make(std::vector<Entry>(k_most_entries + 1)).error().kind, ErrorKind::too_large);
    EXPECT_FALSE(Layout::make({{"a", k_most_bytes + 1, 0, {}}}));
    EXPECT_FALSE(Layout::make({{"a", k_most_bytes / 2, 0, {}}, {"b", k_most_bytes / 2, 0, {}}}));
    EXPECT_FALSE(Layout::make({{"a", ~0ULL, 0, {}}}));
}

TEST(ZipLayout, Zip64OnlyWhereItIsNeeded) {
    const auto has_zip64 = [](std::size_t count) {
        Sample sample;
        for (std::size_t i = 0; i < count; ++i) sample.add(std::to_string(i), "");
        const auto layout = sample.layout();
        const auto tail = sample.read(layout.segments(layout.total_length() - 98, 98));
        return tail.find("PK\x06\x06") != std::string::npos;
    };
    EXPECT_FALSE(has_zip64(65'534));
    EXPECT_TRUE(has_zip64(65'535));
}

TEST(ZipLayout, ManyEntriesTakeNoMoreThanTheirNames) {
    std::vector<Entry> entries;
    for (int i = 0; i < 100'000; ++i) entries.push_back({"file " + std::to_string(i) + ".jpg", 5'000'000, 1, k_time});
    const auto layout = Layout::make(entries);
    ASSERT_TRUE(layout);
    // From one end to the other, no literal is larger than what is made at once, and each place is found directly.
    std::uint64_t length = 0;
    auto cursor = layout->segments(0, ~0ULL);
    while (const auto segment = cursor.next()) {
        if (const auto* literal = std::get_if<Literal>(&*segment)) ASSERT_LE(literal->bytes.size(), 64U * 1024);
        length += length_of(*segment);
    }
    EXPECT_EQ(length, layout->total_length());
    auto late = layout->segments(layout->header_offset(99'999) + 100'000, 10);
    EXPECT_EQ(late.upcoming_entry(), 99'999U);
    EXPECT_EQ(std::get<Slice>(*late.next()).length, 10U);
}

}  // namespace
}  // namespace exeat::zip
