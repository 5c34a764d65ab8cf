// Cron expressions in plain words.
import { expect, it } from 'vitest';
import { cronText } from '../../src/jobs/cron-text.ts';

it.each([
  ['* * * * *', 'every minute'],
  ['*/5 * * * *', 'every 5 minutes'],
  ['*/30 * * * * *', 'every 30 seconds'],
  ['0 * * * *', 'every hour'],
  ['17 * * * *', 'every hour at minute 17'],
  ['0 */6 * * *', 'every 6 hours'],
  ['30 2 * * *', 'every day at 02:30'],
  ['0 6,18 * * *', 'every day at 06:00 and 18:00'],
  ['0 9 * * 1-5', 'Monday to Friday at 09:00'],
  ['0 9 * * 1,4', 'Monday and Thursday at 09:00'],
  ['*/15 * * * 1-5', 'Monday to Friday, every 15 minutes'],
  ['0 3 1 * *', 'on day 1 of the month at 03:00'],
  ['0 3 L * *', 'on the last day of the month at 03:00'],
  ['0 9-17 * * *', 'every day at 09:00, 10:00, 11:00, 12:00, 13:00, 14:00, 15:00, 16:00 and 17:00'],
])('says %s as "%s"', (expression, text) => {
  expect(cronText(expression)).toBe(text);
});

it.each(['0 3 1 1 *', '7,19 4 * * *', '0 0 15W * *', '0 0 * * 1#2', '5 0 0 * * *', '1,3 * * * *'])('shows %s, which has no short sentence, as it is written', (expression) => {
  expect(cronText(expression)).toBe(`at the times of ${expression}`);
});

it.each([
  ['* * * * *', 'joka minuutti'],
  ['*/5 * * * *', '5 minuutin välein'],
  ['17 * * * *', 'joka tunti 17 min yli tasatunnin'],
  ['0 6,18 * * *', 'joka päivä klo 6.00 ja 18.00'],
  ['0 9 * * 1-5', 'maanantaista perjantaihin klo 9.00'],
  ['*/15 * * * 1,3', 'maanantaisin ja keskiviikkoisin, 15 minuutin välein'],
  ['0 3 1,15 * *', 'kuukauden 1. ja 15. päivänä klo 3.00'],
  ['0 3 1 1 *', 'lausekkeen 0 3 1 1 * aikoina'],
])('says %s in Finnish as "%s"', (expression, text) => {
  expect(cronText(expression, 'fi')).toBe(text);
});
