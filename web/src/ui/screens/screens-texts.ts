import { addTexts } from '../../lib/texts/texts.ts';
import de from '../../texts/screens/de.json';
import en from '../../texts/screens/en.json';

// Texts of wall screens and links: loaded with the parts that show them.
addTexts('screens', { en, de });
