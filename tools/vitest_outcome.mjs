// vitest_outcome.mjs REPORT [COUNTS]: a line for each failure in vitest's JSON report, and "passed failed" into COUNTS.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const [report_path, counts_path] = process.argv.slice(2);
const report = JSON.parse(readFileSync(report_path, 'utf8'));
const first_line = (text) => (text ?? '').split('\n').find((line) => line.trim() !== '')?.slice(0, 300) ?? 'no reason given';

let unread = 0;
for (const file of report.testResults) {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    for (const test of failed) {
        console.log(`failed: ${basename(file.name)}: ${test.fullName}: ${first_line(test.failureMessages[0])}`);
    }
    // A suite that could not be read has no cases: it counts as one that failed.
    if (file.status === 'failed' && failed.length === 0) {
        unread += 1;
        console.log(`failed: ${basename(file.name)}: ${first_line(file.message)}`);
    }
}
if (counts_path) {
    writeFileSync(counts_path, `${report.numPassedTests} ${report.numFailedTests + unread}\n`);
}
