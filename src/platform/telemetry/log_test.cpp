#include "platform/telemetry/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "platform/telemetry/line.h"

namespace exeat::telemetry {
namespace {

using testing::HasSubstr;
using testing::Not;

class KeptLines : public LogSink {
public:
    void write(Level /*level*/, std::string_view line) override {
        const std::lock_guard lock(mutex_);
        lines.emplace_back(line);
    }
    std::vector<std::string> lines;

private:
    std::mutex mutex_;
};

class FixedClock : public Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant{1'795'262'400'120}; }
};

class LogTest : public testing::Test {
protected:
    [[nodiscard]] Log log(LineFormat format = LineFormat::logfmt, Level least = Level::debug) {
        return {sink_, clock_, {least, format}};
    }
    std::string last() { return sink_.lines.empty() ? "" : sink_.lines.back(); }
    std::string logged(std::string_view value) {
        log().info("e", {{"v", value}});
        return last().substr(last().find(" v=") + 3);
    }

    KeptLines sink_;
    FixedClock clock_;
};

TEST_F(LogTest, WritesOneLineAnEvent) {
    log().for_request("r1").warning("blob_read", {{"text", "two words"},
                                                  {"string", std::string("s")},
                                                  {"number", -3},
                                                  {"large", ~0ULL},
                                                  {"ratio", 0.25},
                                                  {"yes", true},
                                                  {"at", Instant{0}},
                                                  {"id", AssetId{}},
                                                  {"digest", Digest{}},
                                                  {"empty", ""}});
    EXPECT_EQ(last(),
              "time=2026-11-21T12:00:00.120Z level=warning event=blob_read request_id=r1 text=\"two words\" string=s "
              "number=-3 large=18446744073709551615 ratio=0.25 yes=true at=1970-01-01T00:00:00Z "
              "id=00000000000000000000000000 digest=" +
                  std::string(64, '0') + " empty=\"\"");
}

TEST_F(LogTest, WritesJson) {
    log(LineFormat::json).error("e", {{"a b", "x\"y"}, {"n", 1}, {"nan", std::nan("")}, {"yes", false}});
    EXPECT_EQ(last(), R"({"time":"2026-11-21T12:00:00.120Z","level":"error","event":"e","a_b":"x\"y","n":1,)"
                      R"("nan":null,"yes":false})");
}

TEST_F(LogTest, DropsWhatIsBelowTheLevel) {
    const auto quiet = log(LineFormat::logfmt, Level::warning);
    quiet.debug("a");
    quiet.info("b");
    EXPECT_TRUE(sink_.lines.empty());
    quiet.warning("c");
    quiet.error("d");
    quiet.failure("e", Error{});
    EXPECT_EQ(sink_.lines.size(), 3U);
    log().debug("f");
    EXPECT_THAT(last(), HasSubstr("level=debug event=f"));
}

TEST_F(LogTest, NeverShowsASecret) {
    const Secret secret("hunter2-hunter2");
    log().info("signed_in", {{"password", secret}});
    EXPECT_THAT(last(), HasSubstr("password=***"));
    EXPECT_THAT(last(), Not(HasSubstr("hunter2")));
    EXPECT_EQ(secret.reveal(), "hunter2-hunter2");
    EXPECT_FALSE(secret.empty());
    EXPECT_TRUE(Secret().empty());
}

TEST_F(LogTest, AFailureCarriesCodeTextAndDetail) {
    log().for_request("r").failure(
        "upload_failed", Error{ErrorKind::unavailable, "disk-full", "No room.", "ENOSPC", {}, 0}, {{"bytes", 5}});
    EXPECT_THAT(last(), HasSubstr("level=error event=upload_failed request_id=r bytes=5 code=disk-full "
                                  "text=\"No room.\" detail=ENOSPC"));
    log().failure("e", Error{});
    EXPECT_THAT(last(), Not(HasSubstr("detail=")));
}

TEST_F(LogTest, ALineCannotBeForged) {
    EXPECT_EQ(logged("x\nlevel=error event=forged"), "\"x\\nlevel=error event=forged\"");
    EXPECT_EQ(logged("a\" b=\"c"), "\"a\\\" b=\\\"c\"");
    EXPECT_EQ(logged("a=b"), "\"a=b\"");
    EXPECT_EQ(logged("\\n"), "\"\\\\n\"");
    EXPECT_EQ(logged("\r\t\x1b[31m\x7f"), "\"\\u000d\\t\\u001b[31m\\u007f\"");
    EXPECT_EQ(logged("\xc2\x85\xe2\x80\xa8\xe2\x80\xae\xef\xbb\xbf"), "\"\\u0085\\u2028\\u202e\\ufeff\"");
    EXPECT_EQ(logged("é \xf0\x9f\x98\x80"), "\"é \xf0\x9f\x98\x80\"");
    EXPECT_EQ(logged("\xff\xc0\xaf\xed\xa0\x80"), "\"\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\"");
    log().info("e v=1", {{"k\n=", 1}});
    EXPECT_THAT(last(), HasSubstr("event=\"e v=1\" k__=1"));
}

TEST_F(LogTest, CutsLongValuesBetweenCharacters) {
    const auto kept = logged(std::string(k_longest_value - 1, 'a') + "éé" + std::string(5000, 'b'));
    EXPECT_EQ(kept, "\"" + std::string(k_longest_value - 1, 'a') + "…\"");
    EXPECT_EQ(logged(std::string(k_longest_value, 'a')), std::string(k_longest_value, 'a'));
}

TEST_F(LogTest, AnyBytesStayOnTheirLine) {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(random() % 30, '\0');
        for (auto& c : bytes) c = static_cast<char>(random());
        std::string out;
        append_escaped(out, bytes);
        for (const char c : out) ASSERT_GE(static_cast<unsigned char>(c), 0x20U);
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (out[i] == '\\') {
                ++i;
            } else {
                ASSERT_NE(out[i], '"');
            }
        }
    }
}

TEST_F(LogTest, ThreadsDoNotMixTheirLines) {
    const std::string path = testing::TempDir() + "/exeat_log_test_" + std::to_string(std::random_device{}());
    {
        auto sink = file_sink(path);
        ASSERT_TRUE(sink);
        const Log log(**sink, clock_, {});
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([log] {
                for (int i = 0; i < 100; ++i) log.info("e", {{"v", "some value"}, {"i", i}});
            });
        }
    }
    std::ifstream file(path);
    std::string line;
    int lines = 0;
    while (std::getline(file, line)) {
        EXPECT_THAT(line, testing::StartsWith("time=2026-11-21T12:00:00.120Z level=info event=e v=\"some value\" i="));
        ++lines;
    }
    EXPECT_EQ(lines, 400);
    std::remove(path.c_str());
}

TEST_F(LogTest, AFileThatCannotBeOpenedIsAnError) {
    const auto sink = file_sink("/proc/exeat/never.log");
    ASSERT_FALSE(sink);
    EXPECT_EQ(sink.error().code, "log-file");
}

TEST_F(LogTest, AFullDiskIsBorne) {
    const auto sink = file_sink("/dev/full");
    ASSERT_TRUE(sink);
    Log(**sink, clock_, {}).info("e");
}

TEST_F(LogTest, StandardErrorGetsWholeLines) {
    testing::internal::CaptureStderr();
    const auto sink = stderr_sink();
    for (const auto level : {Level::debug, Level::info, Level::warning, Level::error}) sink->write(level, "%v {} line");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "%v {} line\n%v {} line\n%v {} line\n%v {} line\n");
}

}  // namespace
}  // namespace exeat::telemetry
