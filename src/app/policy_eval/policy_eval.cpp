#include "app/policy_eval/policy_eval.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <istream>
#include <mutex>
#include <ostream>
#include <system_error>
#include <thread>
#include <vector>

#include "app/policy_eval/answer.h"

namespace exeat::policy_eval {
namespace {

/// Some lines that one thread answers at a time.
struct Batch {
    std::size_t turn = 0;        // which batch of the input
    std::size_t first_line = 0;  // counted from 1
    std::vector<std::size_t> ends;
    std::string text;  // the lines without their newlines, end to end

    [[nodiscard]] std::string_view line(std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends[i - 1];
        return std::string_view(text).substr(begin, ends[i] - begin);
    }
};

/// Hands out the input in batches. A batch is what is there without waiting, up to a size: somebody who writes one line
/// and waits gets their answer.
class Input {
public:
    explicit Input(std::istream& in) : in_(in) {}

    /// False at the end.
    bool take(Batch& batch) {
        constexpr std::size_t k_batch = 128 * 1024;
        const std::scoped_lock lock(mutex_);
        batch.turn = turns_;
        batch.first_line = lines_ + 1;
        batch.ends.clear();
        batch.text.clear();
        do {
            if (!std::getline(in_, line_)) break;
            batch.text += line_;
            batch.ends.push_back(batch.text.size());
        } while (batch.text.size() < k_batch && in_.rdbuf()->in_avail() > 0);
        lines_ += batch.ends.size();
        if (batch.ends.empty()) return false;
        ++turns_;
        return true;
    }

private:
    std::mutex mutex_;
    std::istream& in_;
    std::string line_;
    std::size_t lines_ = 0;
    std::size_t turns_ = 0;
};

/// Writes answered batches in the order of the input, whoever is done first.
class Output {
public:
    Output(std::ostream& out, std::ostream& err) : out_(out), err_(err) {}

    /// Waits for its turn. False when nothing more can be written.
    bool write(std::size_t turn, const std::string& answers, const std::string& complaints) {
        std::unique_lock lock(mutex_);
        turned_.wait(lock, [this, turn] { return next_ == turn; });
        out_ << answers << std::flush;
        if (!complaints.empty()) err_ << complaints << std::flush;
        ++next_;
        turned_.notify_all();
        return out_.good();
    }

private:
    std::mutex mutex_;
    std::condition_variable turned_;
    std::ostream& out_;
    std::ostream& err_;
    std::size_t next_ = 0;
};

/// What the threads of one run share.
struct Run {
    Input input;
    Output output;
    std::atomic<bool> had_mistakes = false;
    std::atomic<int> notes_left = 20;  // notes on unknown members: the first ones tell enough
};

void complain(std::string& complaints, std::size_t line, const FieldError& what, std::string_view rank) {
    complaints.append("line ").append(std::to_string(line)).append(": ").append(rank);
    complaints.append(what.pointer).append(what.pointer.empty() ? "" : ": ").append(what.text).append("\n");
}

void answer_batches(Run& run) {
    LineAnswerer answerer;
    Batch batch;
    std::string answers;
    std::string complaints;
    while (run.input.take(batch)) {
        answers.clear();
        complaints.clear();
        for (std::size_t i = 0; i < batch.ends.size(); ++i) {
            const std::size_t number = batch.first_line + i;
            const LineReport report = answerer.answer(batch.line(i), number, answers);
            if (!report.mistakes.empty()) run.had_mistakes = true;
            for (const FieldError& mistake : report.mistakes) complain(complaints, number, mistake, "");
            for (const FieldError& member : report.unknown) {
                if (run.notes_left-- > 0) complain(complaints, number, member, "note: ");
            }
        }
        if (!run.output.write(batch.turn, answers, complaints)) {
            run.had_mistakes = true;
            return;
        }
    }
}

}  // namespace

int run_policy_eval(std::istream& in, std::ostream& out, std::ostream& err, unsigned threads) {
    Run run{Input(in), Output(out, err)};
    {
        std::vector<std::jthread> others;
        try {
            for (unsigned i = 1; i < threads; ++i) others.emplace_back([&run] { answer_batches(run); });
        } catch (const std::system_error&) {
            // No more threads are to be had: those that are there do the work.
        }
        answer_batches(run);
    }
    return run.had_mistakes ? 1 : 0;
}

}  // namespace exeat::policy_eval
