import { useState, useSyncExternalStore } from 'react';
import { chooseLanguage, shownLanguage } from '../lib/texts/language.ts';
import { isLanguage, languages } from '../lib/texts/languages.ts';
import { t } from '../lib/texts/texts.ts';
import { Notice } from './page/notice.tsx';
import { Segments } from './segments.tsx';

/** The language of the pages, kept on this device. Each is named in itself. */
export const LanguageChoice = () => {
  const chosen = useSyncExternalStore(shownLanguage.subscribe, shownLanguage.get);
  const [failed, setFailed] = useState(false);
  const options = Object.entries(languages).flatMap(([value, words]) =>
    isLanguage(value) ? [{ value, words }] : [],
  );
  return (
    <>
      <Segments
        title={t('screen.language')}
        options={options}
        value={chosen}
        onChange={(next) => {
          setFailed(false);
          void chooseLanguage(next).catch(() => setFailed(true));
        }}
      />
      <div role="status">{failed && <Notice tone="bad" title={t('screen.languageFailed')} />}</div>
    </>
  );
};
