import { expect, test } from 'vitest';
import { Follower } from './answer.svelte';

test('of questions that come while one is on its way only the newest is asked', async () => {
    const asked: number[] = [];
    const answers: number[] = [];
    const release: (() => void)[] = [];
    const follower = new Follower<number, number>(
        question => new Promise(resolve => {
            asked.push(question);
            release.push(() => resolve(question * 10));
        }),
        answer => answers.push(answer),
        error => { throw error; },
    );
    follower.follow(1);
    follower.follow(2);
    follower.follow(3);
    expect(asked).toEqual([1]);
    release[0]!();
    await new Promise(resolve => setTimeout(resolve));
    expect(asked).toEqual([1, 3]);
    release[1]!();
    await new Promise(resolve => setTimeout(resolve));
    expect(answers).toEqual([10, 30]);
});

test('what fails is told, and the next question is asked all the same', async () => {
    const errors: unknown[] = [];
    const answers: number[] = [];
    const follower = new Follower<number, number>(
        question => (question < 0 ? Promise.reject(new Error('below zero')) : Promise.resolve(question)),
        answer => answers.push(answer),
        error => errors.push(error),
    );
    follower.follow(-1);
    await new Promise(resolve => setTimeout(resolve));
    follower.follow(1);
    await new Promise(resolve => setTimeout(resolve));
    expect(errors).toHaveLength(1);
    expect(answers).toEqual([1]);
});
