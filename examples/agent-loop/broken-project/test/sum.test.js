import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sum } from '../src/sum.js'

test('adds what is there', () => assert.equal(sum([1, 2, 3]), 6))
test('gives 0 for nothing', () => assert.equal(sum([]), 0))
