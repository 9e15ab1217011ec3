// Archives as others read them: unzip, bsdtar and Python's zipfile must agree with what was laid out.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "core/vocabulary/checksum.h"
#include "core/zip/layout.h"

namespace exeat::zip {
namespace {

constexpr Instant k_time{1'795'262'401'000};  // 2026-11-21T12:00:01Z
constexpr Standing (*k_all_served)(std::size_t) = [](std::size_t) { return Standing::served; };

struct Ran {
    int status = -1;
    std::string output;
};

Ran run(const std::string& command) {
    Ran ran;
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return ran;
    std::array<char, 4096> buffer{};
    while (const auto read = std::fread(buffer.data(), 1, buffer.size(), pipe)) ran.output.append(buffer.data(), read);
    const int status = pclose(pipe);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

class ReadingBack : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "/exeat_zip_XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void add(const std::string& path, std::string content, Instant time = k_time) {
        entries_.push_back({path, content.size(), crc32(content), time});
        contents_.push_back(std::move(content));
    }
    /// An entry of so many zero bytes that are nowhere in memory.
    void add_zeros(const std::string& path, std::uint64_t size) {
        Crc32 crc;
        crc.update_zeros(size);
        entries_.push_back({path, size, crc.value(), k_time});
        contents_.emplace_back();
    }
    /// Writes a range of the archive into the file as a client would; zeros become holes.
    void receive(const Layout& layout, std::uint64_t first, std::uint64_t length, const StandingOf& standing_of) {
        const int file = open(archive().c_str(), O_WRONLY | O_CREAT, 0600);
        ASSERT_GE(file, 0);
        auto cursor = layout.segments(first, length, standing_of);
        std::string waiting;  // ends where the cursor stands
        const auto write_waiting = [&] {
            write_at(file, waiting, cursor.position() - waiting.size());
            waiting.clear();
        };
        while (const auto segment = cursor.next()) {
            if (const auto* literal = std::get_if<Literal>(&*segment)) waiting += literal->bytes;
            const auto* slice = std::get_if<Slice>(&*segment);
            if (slice != nullptr && !contents_[slice->entry].empty()) {
                waiting += contents_[slice->entry].substr(slice->offset, slice->length);
            } else if (!std::holds_alternative<Literal>(*segment)) {
                const auto at = cursor.position() - length_of(*segment) - waiting.size();
                write_at(file, std::exchange(waiting, {}), at);
            }
            if (waiting.size() > 1'000'000) write_waiting();
        }
        const auto at = cursor.position();
        write_waiting();
        if (static_cast<std::uint64_t>(lseek(file, 0, SEEK_END)) < at) {
            ASSERT_EQ(ftruncate(file, static_cast<off_t>(at)), 0);
        }
        close(file);
    }
    void receive_all() {
        const auto layout = Layout::make(entries_);
        ASSERT_TRUE(layout);
        receive(*layout, 0, layout->total_length(), k_all_served);
        EXPECT_EQ(std::filesystem::file_size(archive()), layout->total_length());
    }
    [[nodiscard]] std::string archive() const { return folder_ + "/archive.zip"; }
    [[nodiscard]] Ran unzip(const std::string& options) const { return run("unzip " + options + " " + archive()); }
    [[nodiscard]] Ran python(const std::string& program) const {
        return run("python3 -c 'import zipfile; z = zipfile.ZipFile(\"" + archive() + "\")\n" + program + "'");
    }

    std::string folder_;
    std::vector<Entry> entries_;
    std::vector<std::string> contents_;

private:
    static void write_at(int file, std::string_view bytes, std::uint64_t at) {
        while (!bytes.empty()) {
            const auto written = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
            ASSERT_GT(written, 0);
            bytes.remove_prefix(static_cast<std::size_t>(written));
            at += static_cast<std::uint64_t>(written);
        }
    }
};

TEST_F(ReadingBack, NamesContentsAndTimesArrive) {
    add("a.txt", "alpha");
    add("Ordner/Übersicht 👩‍🚀.txt", std::string(100'000, 'u'));
    add("empty", "");
    add("old", "before 1980", Instant{-1});
    add("late", "after 2107", Instant{5'000'000'000'000});
    add("../../evil\n.txt", "kept inside");
    receive_all();
    EXPECT_EQ(unzip("-tqq").status, 0) << unzip("-t").output;
    const auto seen = python(
        "assert z.testzip() is None\nfor i in z.infolist(): print(ascii(i.filename), i.file_size, "
        "i.date_time, i.external_attr >> 16)");
    EXPECT_EQ(seen.output,
              "'a.txt' 5 (2026, 11, 21, 12, 0, 0) 33188\n"
              "'Ordner/\\xdcbersicht \\U0001f469\\u200d\\U0001f680.txt' 100000 (2026, 11, 21, 12, 0, 0) 33188\n"
              "'empty' 0 (2026, 11, 21, 12, 0, 0) 33188\n'old' 11 (1980, 1, 1, 0, 0, 0) 33188\n"
              "'late' 10 (2107, 12, 31, 23, 59, 58) 33188\n'_/_/evil_.txt' 11 (2026, 11, 21, 12, 0, 0) 33188\n");
    const auto listed = run("cd " + folder_ +
                            " && LC_ALL=C.UTF-8 bsdtar -xf archive.zip && find . -type f | sort && "
                            "stat -c %Y a.txt && cat _/_/evil_.txt");
    EXPECT_EQ(listed.output,
              "./Ordner/Übersicht 👩‍🚀.txt\n./_/_/evil_.txt\n./a.txt\n./archive.zip\n./empty\n./late\n./old\n"
              "1795262401\nkept inside");
}

TEST_F(ReadingBack, AnEmptyArchiveIsOne) {
    receive_all();
    EXPECT_EQ(std::filesystem::file_size(archive()), 22U);
    EXPECT_EQ(python("print(len(z.infolist()))").output, "0\n");
    EXPECT_EQ(run("bsdtar -tf " + archive()).status, 0);
}

TEST_F(ReadingBack, MoreEntriesThanSixteenBitsCount) {
    for (int i = 0; i < 65'536; ++i) add("file " + std::to_string(i), std::to_string(i));
    receive_all();
    EXPECT_EQ(unzip("-tqq").status, 0) << unzip("-tqq").output.substr(0, 1000);
    EXPECT_EQ(python("print(len(z.infolist()), z.read(\"file 65535\"))").output, "65536 b'65535'\n");
    EXPECT_EQ(run("bsdtar -tf " + archive() + " | wc -l").output, "65536\n");
}

TEST_F(ReadingBack, SizesAndOffsetsBeyondFourGigabytes) {
    add("first", "1");
    add_zeros("exactly at the limit", 0xffff'ffff);
    add_zeros("large", 5ULL << 30U);
    add("last", "behind nine gigabytes");
    receive_all();
    EXPECT_EQ(python("for i in z.infolist(): print(i.file_size, i.extract_version)\nprint(z.read(\"last\"), "
                     "z.open(\"large\").read(3))")
                  .output,
              "1 20\n4294967295 45\n5368709120 45\n21 45\nb'behind nine gigabytes' b'\\x00\\x00\\x00'\n");
    EXPECT_EQ(run("unzip -p " + archive() + " last").output, "behind nine gigabytes");
    EXPECT_EQ(run("bsdtar -xOf " + archive() + " last first").output, "1behind nine gigabytes");
}

TEST_F(ReadingBack, AFileJustBelowTheLimitNeedsNoZip64) {
    add_zeros("below", 0xffff'fffe);
    receive_all();
    EXPECT_EQ(python("i = z.infolist()[0]\nprint(i.file_size, i.extract_version)").output, "4294967294 20\n");
}

TEST_F(ReadingBack, WithdrawnEntriesLeaveAWholeArchive) {
    add("sent before.jpg", std::string(5000, 'a'));
    add("sent in part.jpg", std::string(9000, 'b'));
    add("never sent, with a long name.jpg", std::string(7000, 'c'));
    add("tiny, never sent.jpg", "d");
    add("sent after.jpg", std::string(3000, 'e'));
    const auto layout = Layout::make(entries_);
    ASSERT_TRUE(layout);
    const auto middle = layout->header_offset(1) + 4000;
    receive(*layout, 0, middle, k_all_served);
    // Now all but the last are withdrawn, and the client resumes.
    receive(*layout, middle, ~0ULL, [](std::size_t entry) {
        return entry < 2 ? Standing::cut : entry < 4 ? Standing::placeholder : Standing::served;
    });

    const auto seen = python(
        "print(z.testzip())\nfor i in z.infolist(): print(i.filename)\n"
        "print(z.read(\"withdrawn-2_________________.txt\")[:23], z.read(\"withdrawn-3_____.txt\"))");
    EXPECT_EQ(
        seen.output,
        "sent in part.jpg\nsent before.jpg\nsent in part.jpg\nwithdrawn-2_________________.txt\nwithdrawn-3_____.txt\n"
        "sent after.jpg\nb'This file was withdrawn' b'\\x00'\n")
        << "only the one that was cut fails";
    const auto tested = unzip("-tq");
    EXPECT_EQ(tested.status, 2) << tested.output;
    EXPECT_NE(tested.output.find("At least one error"), std::string::npos);
    EXPECT_EQ(tested.output.find("bad CRC"), tested.output.rfind("bad CRC")) << "one entry";
    EXPECT_EQ(run("grep -c cccccccc " + archive()).output, "0\n");
}

TEST_F(ReadingBack, BytesArriveInPiecesFromAnywhere) {
    std::mt19937 random(9);
    for (int i = 0; i < 50; ++i)
        add("f" + std::to_string(i), std::string(random() % 3000, static_cast<char>('a' + i % 26)));
    const auto layout = Layout::make(entries_);
    ASSERT_TRUE(layout);
    std::vector<std::uint64_t> starts;
    for (std::uint64_t at = 0; at < layout->total_length(); at += 777) starts.push_back(at);
    std::shuffle(starts.begin(), starts.end(), random);
    for (const auto start : starts) receive(*layout, start, 777, k_all_served);
    EXPECT_EQ(unzip("-tqq").status, 0) << unzip("-tqq").output;
}

}  // namespace
}  // namespace exeat::zip
