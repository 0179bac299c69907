import { addTexts } from '../../lib/texts/texts.ts';
import de from '../../texts/person/de.json';
import en from '../../texts/person/en.json';

// Texts of parts that are loaded when somebody looks at them: both languages, since they are short.
addTexts('person', { en, de });
