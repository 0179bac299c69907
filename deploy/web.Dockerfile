# The built web app and the server of its files.
#   docker build -f deploy/web.Dockerfile -t localhost/cupcakery/web .
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS app
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
COPY web/package.json web/
COPY services/client/package.json services/client/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --ignore-scripts --no-audit --no-fund -w @cupcakery/web -w @cupcakery/client
COPY services/client services/client
COPY web web
RUN npm run build -w @cupcakery/web

FROM ${NODE_IMAGE} AS modules
WORKDIR /app
COPY package.json package-lock.json ./
COPY services/kit/package.json services/kit/
COPY services/web-server/package.json services/web-server/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund -w @cupcakery/web-server -w @cupcakery/kit
# The licences of all that is installed demand that they go with it; those of the app are in its dist/licences.txt.
RUN --mount=type=bind,source=deploy/supply-chain/notices,target=/notices \
    node /notices/main.ts /app THIRD-PARTY-NOTICES.txt

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
COPY --from=modules /app ./
COPY services/kit services/kit
COPY services/web-server services/web-server
COPY --from=app /app/web/dist web/dist
USER 10001:10001
CMD ["node", "services/web-server/src/main.ts"]
