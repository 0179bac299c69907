import { addTexts } from '../../lib/texts/texts.ts';
import de from '../../texts/pause/de.json';
import en from '../../texts/pause/en.json';

addTexts('pause', { en, de });
