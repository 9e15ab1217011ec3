// A decoder that was taken over: what it tries has to fail, what it answers has to be seen through, and what it does to
// itself is one failed file. worker/testing/hostile.cpp does what the file says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <csignal>

#include <cstdlib>
#include <thread>

#include "service/media/decoder.h"
#include "service/media/testing/scratch_file.h"

namespace exeat::media {
namespace {

using testing::ScratchFile;

Request small_request() {
    Request request;
    request.format = PictureFormat::png;
    request.outputs = {{480, Marking::clean}};
    return request;
}

class Hostile : public ::testing::Test {
protected:
    Result<Picture> told(const std::string& word, const Request& request = small_request()) {
        const ScratchFile file("do:" + word + ";");
        return decoder_.make(request, file.descriptor());
    }
    std::string code(const std::string& word) {
        const auto made = told(word);
        return made ? "made" : made.error().code;
    }
    /// Whatever was done before, the next file is decoded.
    void TearDown() override { EXPECT_EQ(code("nothing"), "made"); }

    Decoder decoder_{{EXEAT_HOSTILE, 60'000}};
};

class Attempt : public Hostile, public ::testing::WithParamInterface<const char*> {};

TEST_P(Attempt, AttainsNothing) {
    setenv("EXEAT_SECRET", "planted", 1);
    const auto made = told(GetParam());
    ASSERT_TRUE(made) << made.error().code << " " << made.error().detail;
    EXPECT_EQ(made->width, 1U);
}
INSTANTIATE_TEST_SUITE_P(Decoder, Attempt,
                         ::testing::Values("read", "self", "create", "reopen", "write", "connect", "unix",
                                           "descriptors", "code", "signal", "environment", "limit", "memory", "root"),
                         [](const auto& info) { return std::string(info.param); });

class Deadly : public Hostile, public ::testing::WithParamInterface<const char*> {};

TEST_P(Deadly, EndsTheDecoderAtOnce) {
    const auto made = told(GetParam());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "decoder-died");
    EXPECT_EQ(made.error().detail, "signal " + std::to_string(SIGSYS));
}
INSTANTIATE_TEST_SUITE_P(Decoder, Deadly, ::testing::Values("fork", "exec", "ptrace"),
                         [](const auto& info) { return std::string(info.param); });

class Lie : public Hostile, public ::testing::WithParamInterface<const char*> {};

TEST_P(Lie, IsSeenThrough) {
    EXPECT_EQ(code(std::string("lie ") + GetParam()), "decoder-lied");
}
INSTANTIATE_TEST_SUITE_P(Decoder, Lie, ::testing::Values("type", "width", "larger", "html", "empty", "size", "count"),
                         [](const auto& info) { return std::string(info.param); });

TEST_F(Hostile, AnswersThatAreNoFrameAreLies) {
    EXPECT_EQ(code("half"), "decoder-lied");
    EXPECT_EQ(code("twice"), "decoder-lied");
    EXPECT_EQ(code("fill"), "decoder-lied");
    EXPECT_EQ(code("endless"), "decoder-lied");
}

TEST_F(Hostile, DeathIsOneFailedFile) {
    const auto made = told("die");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "decoder-died");
    EXPECT_EQ(made.error().detail, "signal " + std::to_string(SIGSEGV));
    EXPECT_EQ(code("abort"), "decoder-died");
    EXPECT_EQ(code("exit"), "decoder-died");
}

TEST_F(Hostile, ALoopEndsWithItsSecondsOfCpu) {
    auto request = small_request();
    request.limits.cpu_seconds = 1;
    const auto made = told("spin", request);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "picture-too-costly");
}

TEST_F(Hostile, WhatHangsIsKilledAtItsDeadline) {
    Decoder impatient({EXEAT_HOSTILE, 50});
    const ScratchFile file("do:hang;");
    const auto made = impatient.make(small_request(), file.descriptor());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "decoder-slow");
}

TEST_F(Hostile, StoppingDoesNotWaitForAFile) {
    Decoder decoder({EXEAT_HOSTILE, 60'000});
    std::thread other([&] {
        const ScratchFile file("do:hang;");
        const auto made = decoder.make(small_request(), file.descriptor());
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, "stopping");
    });
    decoder.stop();
    other.join();
}

TEST_F(Hostile, ItsWordsAreOnePlainLine) {
    const auto made = told("not_made");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "picture-broken");
    EXPECT_EQ(made.error().detail, " [31mred lines");
}

TEST_F(Hostile, AKilledZygoteIsStartedAgain) {
    EXPECT_EQ(code("nothing"), "made");
    const auto process = decoder_.process();
    ASSERT_GT(process, 0);
    kill(process, SIGKILL);
    // One file may still fail on it.
    static_cast<void>(told("nothing"));
    EXPECT_EQ(code("nothing"), "made");
    EXPECT_NE(decoder_.process(), process);
}

TEST_F(Hostile, ItRestsAndWakes) {
    EXPECT_EQ(code("nothing"), "made");
    decoder_.rest();
    EXPECT_EQ(decoder_.process(), 0);
    EXPECT_EQ(code("nothing"), "made");
}

TEST_F(Hostile, ManyAtOnceDoNotMixTheirAnswers) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([this, i] {
            for (int turn = 0; turn < 20; ++turn) {
                EXPECT_EQ(code(i % 2 == 0 ? "nothing" : "die"), i % 2 == 0 ? "made" : "decoder-died");
            }
        });
    }
    for (auto& thread : threads) thread.join();
}

TEST(NoDecoder, IsSaid) {
    Decoder decoder({"/nonexistent/exeat-media", 1000});
    EXPECT_EQ(decoder.present().error().code, "no-decoder");
    const ScratchFile file("");
    EXPECT_EQ(decoder.make(small_request(), file.descriptor()).error().code, "no-decoder");
}

}  // namespace
}  // namespace exeat::media
