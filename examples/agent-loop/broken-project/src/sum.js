/** The sum of a list of numbers. */
export function sum(numbers) {
  let total = 0
  for (let index = 1; index < numbers.length; index++) total += numbers[index]
  return total
}
